//! The server on real sockets: who is slow is shown out, who is busy may finish, letters and commands go their ways.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use goodstanding::admin::{self, Answer, Request};
use goodstanding::app::mail_out::Mailer;
use goodstanding::domain::letter::{Letter, Post};
use goodstanding::domain::permission::Role;
use goodstanding::jobs;
use goodstanding::mail::Transport;
use goodstanding::mail::smtp::{Privacy, Smtp};
use goodstanding::mail::trust::Trust;
use goodstanding::store::Look;
use goodstanding::store::jobs::Job;
use goodstanding::web::Web;
use goodstanding::web::serve::{listen, serve};
use goodstanding::web::site::Site;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};

use crate::house;

fn anywhere() -> SocketAddr {
    "127.0.0.1:0".parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_are_answered_slow_heads_are_not_and_the_end_is_orderly() {
    let house = house::house();
    let listening = listen(anywhere()).await.unwrap();
    let address = listening.address;
    let taken = listen(address).await.err().unwrap();
    assert!(taken.contains("another program uses this port"), "{taken}");
    let web = Web::new(Arc::clone(&house.world), Site::parse(&format!("http://{address}"), None).unwrap());
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(serve(listening, web, None, async move {
        let _ = stopped.await;
    }));
    let ask = |head: String| async move {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = String::new();
        let _ = tokio::time::timeout(Duration::from_secs(20), stream.read_to_string(&mut answer)).await.unwrap();
        answer
    };
    let good = ask(format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")).await;
    assert!(good.starts_with("HTTP/1.1 200 OK") && good.ends_with("ok\n"), "{good}");
    let twice = ask(format!("GET / HTTP/1.1\r\nHost: {address}\r\nHost: evil\r\nConnection: close\r\n\r\n")).await;
    assert!(twice.starts_with("HTTP/1.1 421") || twice.starts_with("HTTP/1.1 400"), "{twice}");
    let huge = ask(format!("GET / HTTP/1.1\r\nHost: {address}\r\nX: {}\r\n\r\n", "x".repeat(64 << 10))).await;
    assert!(huge.is_empty() || huge.starts_with("HTTP/1.1 431"), "{huge}");
    // A head that never ends: the server breaks off within its five seconds, and so does one that says nothing.
    let (half, nothing) = tokio::join!(ask("GET / HTTP/1.1\r\nHost:".to_owned()), ask(String::new()));
    assert!(!half.contains("200 OK") && nothing.is_empty(), "{half} {nothing}");
    let open = TcpStream::connect(address).await.unwrap();
    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(10), server).await.unwrap().unwrap();
    drop(open);
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
}

/// A mail server that answers RCPT as told, and returns what it was sent.
async fn post_office(listener: TcpListener, to_recipient: &'static str) -> String {
    let (stream, _) = listener.accept().await.unwrap();
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    let (mut taken, mut in_letter) = (String::new(), false);
    writing.write_all(b"220 post.example ESMTP\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let reply = match line.split(' ').next().unwrap_or("").to_uppercase().as_str() {
            _ if in_letter && line != "." => {
                taken.push_str(&line);
                taken.push('\n');
                continue;
            }
            _ if in_letter => {
                in_letter = false;
                "250 2.0.0 queued as 4711"
            }
            "EHLO" => "250 post.example",
            "RCPT" => to_recipient,
            "DATA" => {
                in_letter = true;
                "354 go on"
            }
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
        if writing.write_all(format!("{reply}\r\n").as_bytes()).await.is_err() {
            break;
        }
    }
    taken
}

async fn worked(to_recipient: &'static str, privacy: Privacy) -> (Letter, Vec<Job>, String) {
    let house = house::house();
    let request = Request::AccountCreate {
        login: String::new(),
        name: "何田".into(),
        email: "he@firm.example".into(),
        roles: vec![Role::Auditor.slug().into()],
        firm: String::new(),
        lawyer: String::new(),
    };
    assert!(
        matches!(admin::answer(&house.world, 0, request), Answer::Invited { login, .. } if login == "he@firm.example")
    );
    let listener = TcpListener::bind(anywhere()).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let office = tokio::spawn(post_office(listener, to_recipient));
    let greeting = "cert.example.org".to_owned();
    let trust = Trust::new(None).unwrap();
    let smtp = Smtp { host: "127.0.0.1".into(), port, privacy, login: None, greeting, trust };
    let (stop, mut stopped) = watch::channel(false);
    let mailer = Arc::new(Mailer::new(Transport::Smtp(smtp)));
    let worker = tokio::spawn(jobs::work(Arc::clone(&house.world), mailer, async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    }));
    let taken = tokio::time::timeout(Duration::from_secs(20), office).await.unwrap().unwrap();
    stop.send(true).unwrap();
    worker.await.unwrap();
    let look = house.world.store.read().unwrap();
    let letter = look.all::<Letter>().unwrap().pop().unwrap();
    (letter, look.all().unwrap(), taken)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sent_means_that_the_server_said_so() {
    let (letter, jobs, taken) = worked("250 fine", Privacy::Clear).await;
    assert!(matches!(&letter.post, Post::Sent { reply, .. } if reply.contains("queued as 4711")), "{:?}", letter.post);
    assert!(jobs.is_empty() && letter.tries == 1);
    assert!(taken.contains(&format!("Message-ID: <{}>", letter.message_id)), "{taken}");
    assert!(!letter.text.contains("/password/set/"), "the link is not kept once it is sent");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_that_may_go_later_waits_and_one_that_never_will_says_so() {
    let (letter, jobs, _) = worked("451 4.7.1 greylisted", Privacy::Clear).await;
    assert!(matches!(&letter.post, Post::Waiting { last_failure: Some(why) } if why.contains("greylisted")));
    assert_eq!((jobs.len(), jobs[0].tries), (1, 1));
    let (letter, jobs, _) = worked("550 5.1.1 no such mailbox", Privacy::Clear).await;
    assert!(matches!(&letter.post, Post::Failed { reply, .. } if reply.contains("no such mailbox")));
    assert!(jobs.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_said_in_clear_where_tls_was_asked_for() {
    let (letter, jobs, taken) = worked("250 fine", Privacy::StartTls).await;
    assert!(matches!(&letter.post, Post::Waiting { last_failure: Some(why) } if why.contains("STARTTLS")));
    assert_eq!((jobs.len(), taken.as_str()), (1, ""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_reach_a_living_server_and_learn_that_there_is_none() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let house = house::house();
    let folder = house::scratch("admin");
    let own = std::fs::metadata(&folder).unwrap().uid();
    let ask = |request: Request| {
        let folder = folder.clone();
        tokio::task::spawn_blocking(move || admin::ask::ask(&folder, &request))
    };
    assert_eq!(ask(Request::Health).await.unwrap().unwrap(), None);
    let listening = admin::listen::listen(&folder).unwrap();
    let mode = std::fs::metadata(admin::place::find(&folder)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let world = Arc::clone(&house.world);
    let server = tokio::spawn(async move { admin::listen::serve(&listening, world, own).await });
    assert_eq!(ask(Request::Health).await.unwrap().unwrap(), Some(Answer::Done));
    let unknown = Request::AccountSwitch { login: "nobody".into(), to: "off".into() };
    assert!(matches!(ask(unknown).await.unwrap().unwrap(), Some(Answer::Refused(why)) if why.contains("no such")));
    server.abort();
    let _ = server.await;
    assert_eq!(ask(Request::Health).await.unwrap().unwrap(), None);
    std::fs::remove_dir_all(folder).unwrap();
}
