//! What must hold of accounts and sessions, from the invitation to the last sign-out.

use std::net::{IpAddr, Ipv4Addr};

use crate::app::asker::Asker;
use crate::app::change_password::{self, change};
use crate::app::invite::{self, Invited, invite, invite_again};
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::reset::forgot;
use crate::app::sign_in::{Typed, sign_in};
use crate::app::switch_account::{Switch, switch};
use crate::app::world::World as Real;
use crate::app::world::test::World;
use crate::app::{accounts, session, set_password, sign_out, sweep};
use crate::domain::account::Account;
use crate::domain::audit::Entry;
use crate::domain::id::Id;
use crate::domain::letter::Letter;
use crate::domain::permission::{Right, Role};
use crate::domain::register::Firm;
use crate::store::Look;
use crate::store::audit::{Chain, check_chain};
use crate::store::jobs::{Job, Task};
use crate::store::records::id_key;
use crate::store::sessions::{Lock, Session, Ticket};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7));
const PASSWORD: &str = "晴天雨天都要带伞-72";
const OPERATOR: Asker = Asker::Operator { uid: 0 };

fn typed(login: &str, roles: &[Role]) -> invite::Typed {
    invite::Typed {
        login: login.into(),
        name: "何田".into(),
        email: format!("{login}@firm.example"),
        roles: roles.iter().map(|role| role.slug().to_owned()).collect(),
        ..invite::Typed::default()
    }
}

fn invited(world: &Real, login: &str, roles: &[Role]) -> Invited {
    invite(world, &OPERATOR, &typed(login, roles), None).unwrap().unwrap()
}

fn token(link: &str) -> &str {
    link.rsplit('/').next().unwrap()
}

/// An account with a password.
fn settled(world: &Real, login: &str, roles: &[Role]) -> Id<Account> {
    let invited = invited(world, login, roles);
    set_password::set(world, token(&invited.link), PASSWORD, PASSWORD).unwrap();
    invited.id
}

fn enter(world: &Real, login: &str, password: &str) -> Result<(String, Person), Refused> {
    sign_in(world, Typed { login, password, address: HERE }).map(|opened| (opened.token, opened.person))
}

fn all<R: crate::store::Record>(world: &Real) -> Vec<R> {
    world.store.read().unwrap().all().unwrap()
}

fn acts(world: &Real) -> Vec<String> {
    all::<Entry>(world).into_iter().map(|entry| entry.act).collect()
}

fn account(world: &Real, id: Id<Account>) -> Account {
    world.store.read().unwrap().get(&id_key(id)).unwrap().unwrap()
}

/// Puts a firm's admin, or a clerk, beside the register, which is not the matter here.
fn member(world: &Real, login: &str, role: Role, firm: u64) -> Person {
    let id = settled(world, login, &[Role::Reviewer]);
    let account = Account { roles: vec![role], firm: Some(Id::<Firm>::new(firm)), ..account(world, id) };
    world.store.write(|writing| writing.put(&account)).unwrap();
    Person { account, session: String::new() }
}

#[test]
fn from_the_invitation_to_the_sign_out() {
    let world = World::founded();
    let invited = invited(&world, "he", &[Role::Reviewer, Role::PaperClerk]);
    assert!(invited.link.starts_with("https://cert.example.org/password/set/"));
    let letter = all::<Letter>(&world).pop().unwrap();
    assert!(letter.text.contains(&invited.link) && letter.to == "he@firm.example");
    assert!(matches!(all::<Job>(&world)[0].task, Task::Mail(id) if id == letter.id));
    assert!(all::<Ticket>(&world).iter().all(|ticket| !invited.link.contains(&ticket.token)), "kept as a hash only");

    assert!(enter(&world, "he", PASSWORD).is_err(), "nobody signs in before the password is set");
    assert!(set_password::look(&world, token(&invited.link)).unwrap().invitation);
    assert!(set_password::set(&world, token(&invited.link), "short", "short").is_err());
    set_password::set(&world, token(&invited.link), PASSWORD, PASSWORD).unwrap();
    let again = set_password::set(&world, token(&invited.link), PASSWORD, PASSWORD);
    assert!(matches!(again, Err(Refused::Conflict(_))), "a link is good once");

    let (cookie, person) = enter(&world, " HE ", PASSWORD).unwrap();
    assert!(person.account.has(Right::Review) && person.account.has(Right::MakePaper));
    assert!(!all::<Session>(&world)[0].token.contains(&cookie), "kept as a hash only");
    assert_eq!(session::find(&world, &cookie).unwrap().unwrap().account.id, invited.id);
    assert!(session::find(&world, "guess").unwrap().is_none());
    assert_eq!(session::previous(&world, &person).unwrap(), None);
    sign_out::sign_out(&world, &person).unwrap();
    assert!(session::find(&world, &cookie).unwrap().is_none());
    let expected =
        ["account.invite", "account.sign-in-refused", "account.password-set", "account.sign-in", "account.sign-out"];
    assert_eq!(acts(&world), expected);
    let chain = check_chain(&world.store.read().unwrap(), |_| {}).unwrap();
    assert!(matches!(chain, Chain::Whole(head) if head.count == 5));
}

#[test]
fn five_failures_lock_this_login_from_this_address_for_a_quarter_of_an_hour() {
    let world = World::founded();
    settled(&world, "he", &[Role::Reviewer]);
    let sentence = |login: &str, password: &str| enter(&world, login, password).unwrap_err().to_string();
    let shown = |login: &str, password: &str| match enter(&world, login, password) {
        Err(Refused::Invalid(problems)) => problems[0].sentence.clone(),
        other => format!("{:?}", other.map(|_| "signed in")),
    };
    for _ in 0..5 {
        assert_eq!(shown("he", "wrong"), shown("nobody", "wrong"), "a login that is not there answers the same");
    }
    assert!(matches!(enter(&world, "he", PASSWORD), Err(Refused::TooMany(_))));
    assert_eq!(sentence("he", PASSWORD), sentence("nobody", "x"));
    let elsewhere = Typed { login: "he", password: PASSWORD, address: IpAddr::V4(Ipv4Addr::new(198, 51, 100, 1)) };
    assert!(sign_in(&world, elsewhere).is_ok(), "the same person elsewhere goes on");
    world.pass(15 * 60 - 1);
    assert!(matches!(enter(&world, "he", PASSWORD), Err(Refused::TooMany(_))));
    world.pass(1);
    enter(&world, "he", PASSWORD).unwrap();
    enter(&world, "he", "wrong").unwrap_err();
    assert_eq!(all::<Lock>(&world).iter().find(|lock| lock.name.starts_with("he|")).unwrap().failures, 1);
    world.pass(16 * 60);
    sweep::sweep(&world).unwrap();
    assert!(all::<Lock>(&world).iter().all(|lock| lock.known.is_some()), "who was known is still");
    world.pass(31 * 24 * 60 * 60);
    sweep::sweep(&world).unwrap();
    assert!(all::<Lock>(&world).is_empty());
    assert_eq!(acts(&world).iter().filter(|act| *act == "account.lock").count(), 2, "he's, and that of nobody");
}

#[test]
fn who_guesses_many_logins_from_an_office_shuts_out_strangers_and_not_the_office() {
    let world = World::founded();
    for login in ["he", "new"] {
        settled(&world, login, &[Role::Reviewer]);
    }
    enter(&world, "he", PASSWORD).unwrap();
    for n in 0..60 {
        let tried = enter(&world, &format!("guess-{n}"), "wrong");
        assert!(matches!(tried, Err(Refused::Invalid(_))), "{n}");
    }
    assert!(matches!(enter(&world, "guess-60", "wrong"), Err(Refused::TooMany(_))));
    assert!(matches!(enter(&world, "new", PASSWORD), Err(Refused::TooMany(_))), "never seen from here");
    enter(&world, "he", PASSWORD).unwrap();
    let elsewhere = Typed { login: "new", password: PASSWORD, address: IpAddr::V4(Ipv4Addr::new(198, 51, 100, 1)) };
    assert!(sign_in(&world, elsewhere).is_ok(), "other addresses go on");
    world.pass(15 * 60);
    enter(&world, "new", PASSWORD).unwrap();
}

#[test]
fn one_login_guessed_from_many_addresses_is_left_to_the_places_that_it_is_known_from() {
    let world = World::founded();
    settled(&world, "he", &[Role::Reviewer]);
    enter(&world, "he", PASSWORD).unwrap();
    let from = |n: u8, password: &str| {
        sign_in(&world, Typed { login: "he", password, address: IpAddr::V4(Ipv4Addr::new(198, 51, 100, n)) })
            .map(|_| ())
    };
    for n in 0..60 {
        assert!(matches!(from(n, "wrong"), Err(Refused::Invalid(_))), "{n}");
    }
    assert!(matches!(from(200, PASSWORD), Err(Refused::TooMany(_))));
    enter(&world, "he", PASSWORD).unwrap();
    let id = all::<Account>(&world)[0].id;
    switch(&world, &OPERATOR, id, Switch::Unlock).unwrap();
    from(200, PASSWORD).unwrap();
}

#[test]
fn sessions_end_when_idle_at_last_and_when_the_account_is_switched_off() {
    let world = World::founded();
    let id = settled(&world, "he", &[Role::Reviewer]);
    let live = |cookie: &str| session::find(&world, cookie).unwrap().is_some();
    let (idle, _) = enter(&world, "he", PASSWORD).unwrap();
    world.pass(29 * 60);
    assert!(live(&idle));
    world.pass(29 * 60);
    assert!(live(&idle), "seen at 29 minutes, so not idle at 58");
    world.pass(30 * 60);
    assert!(!live(&idle));

    let (busy, _) = enter(&world, "he", PASSWORD).unwrap();
    for _ in 0..(12 * 3 - 1) {
        world.pass(20 * 60);
        assert!(live(&busy));
    }
    world.pass(20 * 60);
    assert!(!live(&busy), "twelve hours are the end");

    let (off, _) = enter(&world, "he", PASSWORD).unwrap();
    switch(&world, &OPERATOR, id, Switch::Off).unwrap();
    assert!(!live(&off));
    assert!(matches!(enter(&world, "he", PASSWORD), Err(Refused::Invalid(_))));
    switch(&world, &OPERATOR, id, Switch::On).unwrap();
    assert!(!live(&off), "switching on does not bring sessions back");
    enter(&world, "he", PASSWORD).unwrap();
    world.pass(13 * 60 * 60);
    assert!(sweep::sweep(&world).unwrap() > 0);
    assert!(all::<Session>(&world).is_empty());
}

#[test]
fn a_forgotten_password_is_set_by_the_letter_and_nobody_learns_who_has_an_account() {
    let world = World::founded();
    let id = settled(&world, "he", &[Role::Reviewer]);
    let (cookie, _) = enter(&world, "he", PASSWORD).unwrap();
    let letters = || all::<Letter>(&world).len();
    let before = letters();
    assert_eq!(forgot(&world, "nobody@firm.example", HERE, "once-1").map_err(|r| r.to_string()), Ok(()));
    assert_eq!(letters(), before);
    forgot(&world, "HE@firm.example", HERE, "once-2").unwrap();
    forgot(&world, "he", HERE, "once-3").unwrap();
    assert_eq!(letters(), before + 1, "no second letter within five minutes");
    let letter = all::<Letter>(&world).pop().unwrap();
    let link = letter.text.lines().find(|line| line.contains("/password/set/")).unwrap().to_owned();
    for _ in 0..5 {
        enter(&world, "he", "wrong").unwrap_err();
    }
    set_password::set(&world, token(&link), "another-Sunrise 9", "another-Sunrise 9").unwrap();
    assert!(session::find(&world, &cookie).unwrap().is_none(), "old sessions end");
    enter(&world, "he", PASSWORD).unwrap_err();
    enter(&world, "he", "another-Sunrise 9").unwrap();

    world.pass(10 * 60);
    forgot(&world, "he", HERE, "once-4").unwrap();
    let late = all::<Letter>(&world).pop().unwrap().text;
    let late = late.lines().find(|line| line.contains("/password/set/")).unwrap();
    world.pass(2 * 60 * 60);
    assert!(matches!(set_password::look(&world, token(late)), Err(Refused::Conflict(_))), "two hours are over");
    switch(&world, &OPERATOR, id, Switch::Off).unwrap();
    let before = letters();
    forgot(&world, "he", HERE, "once-5").unwrap();
    assert_eq!(letters(), before, "none for an account that is switched off");
    let many: Vec<_> = (0..6).map(|n| forgot(&world, "x@y.example", HERE, &format!("many-{n}"))).collect();
    assert!(matches!(many.last(), Some(Err(Refused::TooMany(_)))));
}

#[test]
fn changing_the_password_needs_the_present_one_and_ends_other_sessions() {
    let world = World::founded();
    settled(&world, "he", &[Role::Reviewer]);
    let (other, _) = enter(&world, "he", PASSWORD).unwrap();
    let (own, person) = enter(&world, "he", PASSWORD).unwrap();
    let by = |current, new| change_password::Typed { current, password: new, again: new };
    assert!(
        matches!(change(&world, &person, by("wrong", "new-Sunrise 77"), HERE), Err(Refused::Invalid(p)) if p[0].field == "current")
    );
    assert!(
        matches!(change(&world, &person, by(PASSWORD, "weak"), HERE), Err(Refused::Invalid(p)) if p[0].field == "password")
    );
    change(&world, &person, by(PASSWORD, "new-Sunrise 77"), HERE).unwrap();
    assert!(session::find(&world, &own).unwrap().is_some());
    assert!(session::find(&world, &other).unwrap().is_none());
    for _ in 0..5 {
        change(&world, &person, by("wrong", "x"), HERE).unwrap_err();
    }
    assert!(matches!(change(&world, &person, by("new-Sunrise 77", "z-Sunrise 778"), HERE), Err(Refused::TooMany(_))));
}

#[test]
fn accounts_are_checked_wholly_before_anything_is_written() {
    let world = World::founded();
    settled(&world, "he", &[Role::Reviewer]);
    let fields = |typed: &invite::Typed| match invite(&world, &OPERATOR, typed, None) {
        Err(Refused::Invalid(problems)) => problems.into_iter().map(|problem| problem.field).collect::<Vec<_>>(),
        other => vec![format!("{other:?}")],
    };
    let empty = invite::Typed::default();
    assert_eq!(fields(&empty), ["name", "email", "roles"]);
    assert_eq!(fields(&typed("he", &[Role::Auditor])), ["login"]);
    assert_eq!(fields(&typed("a|b", &[Role::Auditor])), ["login"]);
    assert_eq!(fields(&typed("shen", &[Role::Auditor, Role::SystemAdmin])), ["roles"]);
    assert_eq!(fields(&typed("shen", &[Role::FirmAdmin])), ["firm"]);
    assert_eq!(fields(&typed("shen", &[Role::Lawyer])), ["lawyer"]);
    assert_eq!(fields(&typed("shen", &[Role::Lawyer, Role::Reviewer]))[0], "roles");
    let unknown = invite::Typed { roles: vec!["king".into()], ..typed("shen", &[]) };
    assert_eq!(fields(&unknown), ["roles", "roles"]);
    assert_eq!(all::<Account>(&world).len(), 1);

    let once = Some("n:/accounts");
    let first = invite(&world, &OPERATOR, &typed("shen", &[Role::Auditor]), once).unwrap();
    assert!(first.is_some());
    assert!(invite(&world, &OPERATOR, &typed("shen", &[Role::Auditor]), once).unwrap().is_none(), "posted twice");
    let letters = all::<Letter>(&world).len();
    invite_again(&world, &OPERATOR, first.unwrap().id).unwrap();
    assert_eq!(all::<Letter>(&world).len(), letters + 1);
}

#[test]
fn a_firms_admin_reaches_the_own_clerks_and_nobody_else() {
    let world = World::founded();
    let admin = member(&world, "admin-a", Role::FirmAdmin, 1);
    let second = member(&world, "admin-a2", Role::FirmAdmin, 1);
    let stranger = member(&world, "clerk-b", Role::FirmClerk, 2);
    let auditor = settled(&world, "auditor", &[Role::Auditor]);
    let asker = Asker::from(&admin);
    let wish = typed("clerk-a", &[Role::SystemAdmin]);
    let clerk = invite(&world, &asker, &wish, None).unwrap().unwrap().id;
    assert_eq!(account(&world, clerk).roles, [Role::FirmClerk], "whatever the form says");
    assert_eq!(account(&world, clerk).firm, Some(Id::new(1)));
    switch(&world, &asker, clerk, Switch::Off).unwrap();
    assert!(!account(&world, clerk).active);
    for other in [stranger.account.id, auditor, second.account.id, admin.account.id, Id::new(999)] {
        assert!(matches!(switch(&world, &asker, other, Switch::Off), Err(Refused::NotFound)), "{other}");
    }
    assert_eq!(accounts::clerks(&world, &admin).unwrap().len(), 3);
    assert!(matches!(accounts::list(&world, &asker), Err(Refused::NotFound)));
    let clerk = Person { account: account(&world, clerk), session: String::new() };
    let refused = invite(&world, &Asker::from(&clerk), &typed("x-y-z", &[Role::FirmClerk]), None);
    assert!(matches!(refused, Err(Refused::NotFound)));
}

#[test]
fn a_security_administrator_cannot_switch_off_himself() {
    let world = World::founded();
    let own = settled(&world, "gu", &[Role::SecurityAdmin]);
    let other = settled(&world, "lin", &[Role::SecurityAdmin]);
    let (_, person) = enter(&world, "gu", PASSWORD).unwrap();
    let asker = Asker::from(&person);
    assert!(matches!(switch(&world, &asker, own, Switch::Off), Err(Refused::Conflict(_))));
    for _ in 0..5 {
        enter(&world, "lin", "wrong").unwrap_err();
    }
    assert!(accounts::list(&world, &asker).unwrap().iter().any(|known| known.locked));
    switch(&world, &asker, other, Switch::Unlock).unwrap();
    enter(&world, "lin", PASSWORD).unwrap();
    switch(&world, &asker, other, Switch::Off).unwrap();
    switch(&world, &asker, other, Switch::Off).unwrap();
    assert_eq!(acts(&world).iter().filter(|act| *act == "account.switch-off").count(), 1, "done twice, it is once");
}
