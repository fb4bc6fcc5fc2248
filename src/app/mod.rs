//! Deeds: one function for each thing that people, jobs and the command line do. The only room where tools meet.
//!
//! A deed reads, decides on what it read, and then writes once; it answers with what happened or with `Refused`, whose
//! sentence is for the person. Deeds block: the web calls them on the blocking pool. Time and chance come from `world`,
//! the only place that asks the machine for them.

pub mod accounts;
pub mod address_book;
pub mod asker;
pub mod audit_log;
pub mod base_url;
pub mod carry_kind;
pub mod case;
pub mod certificate;
pub mod certificates;
pub mod change_faq;
pub mod change_letter;
pub mod change_looks;
pub mod change_password;
pub mod change_settings;
pub mod change_workdays;
pub mod copies;
pub mod decide;
pub mod download;
pub mod draft;
pub mod edit_kind;
pub mod fill_in;
pub mod form_token;
pub mod found;
pub mod health;
pub mod import;
pub mod invite;
pub mod issue;
pub mod issued;

pub mod kind_sample;
pub mod kinds;
pub mod leaf;
pub mod lifeboat;
pub mod lock;
pub mod mail_certificate;
pub mod mail_out;
pub mod names;
pub mod open_file;
pub mod outbox;
pub mod own_facts;
pub mod own_record;
pub mod own_records;
pub mod paper;
pub mod paper_step;
pub mod password_rules;
pub mod permits;
pub mod person;
pub mod pick_lawyers;
pub mod picture;
pub mod preview;
pub mod publish_kind;
pub mod reader;
pub mod rebuild;
pub mod refused;
pub mod register_firm;
pub mod register_list;
pub mod report;
pub mod reports;
pub mod reset;
pub mod result_letter;
pub mod review;
pub mod review_queue;
pub mod revise;
pub mod revoke;
pub mod seal;
pub mod seal_picture;
pub mod secret;
pub mod session;
pub mod set_password;
pub mod sheet;
pub mod showcase;
pub mod sign_in;
pub mod sign_out;
pub mod signed;
pub mod slice;
pub mod staff_picture;
pub mod submit;
pub mod sweep;
pub mod switch_account;
pub mod switch_kind;
pub mod ticket;
pub mod verify;
pub mod verify_copies;
pub mod verify_log;
pub mod visit;
pub mod withdraw;
pub mod work;
pub mod world;

#[cfg(test)]
mod people_tests;
