//! Pages. Each is one struct of what it shows, its markup, and invented samples for the tests that draw all of them.
//! A view knows nothing of the store or of deeds: handlers fill the struct and pass the `Frame` (whose page it is,
//! the form token, the notice). Links come from `paths`, shared words from `text`, fields from `parts`; raw markup is
//! written in `layout` alone. Every page works without script, and carries no style or script inline.

pub mod checklist;
pub mod facts;
pub mod form;
pub mod frame;
pub mod icon;
pub mod kind_field;
pub mod layout;
pub mod menu;
pub mod pager;
pub mod parts;
pub mod sheets;
pub mod tags;
pub mod timeline;

pub mod apply_done;
pub mod apply_facts;
pub mod apply_form;
pub mod apply_kind;
pub mod apply_lawyers;
pub mod apply_paper;
pub mod apply_preview;
pub mod clerks;
pub mod consents;
pub mod faq;
pub mod hotline;
pub mod mine;
pub mod operation;
pub mod own_account;
pub mod password_forgot;
pub mod password_set;
pub mod problem;
pub mod record;
pub mod record_mail;
pub mod report;
pub mod sign_in;
pub mod template;

pub mod accent;
pub mod accounts;
pub mod area;
pub mod area_fields;
pub mod area_history;
pub mod area_sample;
pub mod audit_log;
pub mod balance;
pub mod certificate_acts;
pub mod certificate_one;
pub mod certificates;
pub mod kind_edit;
pub mod kind_history;
pub mod kind_import;
pub mod kind_new;
pub mod kind_publish;
pub mod kinds;
pub mod letters;
pub mod paper_desk;
pub mod reasons;
pub mod register;
pub mod register_dry_run;
pub mod register_firm;
pub mod register_import;
pub mod register_reports;
pub mod review_one;
pub mod review_queue;
pub mod right_site;
pub mod settings;

pub mod file_check;
pub mod seal_card;
pub mod verdict;
pub mod verify;

#[cfg(test)]
mod apply_form_sample;
#[cfg(test)]
mod area_gallery;
#[cfg(test)]
mod gallery;
#[cfg(test)]
mod sample;
