//! A mail server: submission with TLS from the start or by STARTTLS, and AUTH where a user is set. Without TLS only
//! where the operator says so, for a relay on the same machine.

use std::time::Duration;

use mail_send::smtp::message::Parameters;
use mail_send::{Credentials, Error, SmtpClient, SmtpClientBuilder};
use smtp_proto::Response;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::mail::Undelivered;
use crate::mail::message::Message;
use crate::mail::trust::Trust;

/// For each step of the conversation.
const STEP: Duration = Duration::from_mins(1);

/// How the connection is kept private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    /// TLS from the first byte; port 465.
    Tls,
    /// Begun in clear, then STARTTLS, or nothing is sent; port 587.
    StartTls,
    /// In clear, for a relay on this machine; port 25.
    Clear,
}

/// A server to which letters are handed.
#[derive(Clone)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub privacy: Privacy,
    /// User and password.
    pub login: Option<(String, String)>,
    /// The name by which we greet.
    pub greeting: String,
    /// Whose certificates are believed; not asked in clear.
    pub trust: Trust,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Smtp({}:{} {:?})", self.host, self.port, self.privacy)
    }
}

impl Smtp {
    /// Hands the letter over; the server's reply to its last line.
    pub fn send(&self, message: &Message, text: &[u8]) -> Result<String, Undelivered> {
        // Addresses are checked where they are typed; one that got here by another way must still not speak to the server.
        if let Some(bad) = [&message.from, &message.to].into_iter().find(|address| !stays_in_brackets(address)) {
            return Err(Undelivered::Never(format!("not a mail address: {bad:?}")));
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Undelivered::Later(error.to_string()))?;
        runtime.block_on(self.converse(message, text))
    }

    async fn converse(&self, message: &Message, text: &[u8]) -> Result<String, Undelivered> {
        let mut builder = SmtpClientBuilder::new_with_tls_connector(self.host.clone(), self.port, self.trust.0.clone())
            .implicit_tls(self.privacy == Privacy::Tls)
            .helo_host(self.greeting.clone())
            .timeout(STEP);
        if let Some((user, password)) = &self.login {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        if self.privacy == Privacy::Clear {
            hand_over(builder.connect_plain().await.map_err(|error| self.why(&error))?, message, text).await
        } else {
            hand_over(builder.connect().await.map_err(|error| self.why(&error))?, message, text).await
        }
    }

    /// Whatever keeps us from the server concerns every letter, so it may pass.
    fn why(&self, error: &Error) -> Undelivered {
        Undelivered::Later(format!("{}:{}: {}", self.host, self.port, words(error)))
    }
}

/// Whether an address can stand between `<` and `>` of a command without ending it.
fn stays_in_brackets(address: &str) -> bool {
    !address.is_empty() && address.bytes().all(|b| b.is_ascii_graphic() && !b"<>".contains(&b))
}

async fn hand_over<T: AsyncRead + AsyncWrite + Unpin>(
    mut client: SmtpClient<T>,
    message: &Message,
    text: &[u8],
) -> Result<String, Undelivered> {
    let taken = envelope_and_text(&mut client, message, text).await;
    // The letter is taken or it is not; a server that hangs up without a farewell changes nothing.
    let _ = client.quit().await;
    taken
}

async fn envelope_and_text<T: AsyncRead + AsyncWrite + Unpin>(
    client: &mut SmtpClient<T>,
    message: &Message,
    text: &[u8],
) -> Result<String, Undelivered> {
    let none = Parameters::new();
    // A sender that is refused is refused for every letter: a matter of the settings, so it may pass.
    client.mail_from(&message.from, &none).await.map_err(|error| Undelivered::Later(words(&error)))?;
    client.rcpt_to(&message.to, &none).await.map_err(of_letter)?;
    let reply = client.data(text).await.map_err(of_letter)?;
    Ok(said(&reply))
}

/// A 5xx to this address or to this text is for ever; all else may pass.
fn of_letter(error: Error) -> Undelivered {
    match error {
        Error::UnexpectedReply(reply) if (500..600).contains(&reply.code()) => Undelivered::Never(said(&reply)),
        error => Undelivered::Later(words(&error)),
    }
}

/// The server's own words, as it wrote them: `550 5.1.1 no such mailbox`.
fn said(reply: &Response<String>) -> String {
    let esc = reply.esc;
    let enhanced = if esc[0] == 0 { String::new() } else { format!("{}.{}.{} ", esc[0], esc[1], esc[2]) };
    let text: String = reply.message().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("{} {enhanced}{}", reply.code(), text.trim()).trim_end().to_owned()
}

/// What went wrong, for the operator and for whoever waits for the letter.
fn words(error: &Error) -> String {
    match error {
        Error::UnexpectedReply(reply) => said(reply),
        Error::AuthenticationFailed(reply) => format!("sign-in refused: {}", said(reply)),
        Error::Tls(error) => format!("TLS: {error}"),
        Error::Io(error) => error.to_string(),
        Error::Timeout => format!("no answer within {} seconds", STEP.as_secs()),
        Error::UnparseableReply => "the server hung up, or answered with what is no SMTP reply".to_owned(),
        Error::MissingStartTls => "the server offers no STARTTLS".to_owned(),
        error => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::message::tests::sample;

    #[test]
    fn an_address_that_would_speak_to_the_server_never_reaches_it() {
        let smtp = Smtp {
            host: "127.0.0.1".into(),
            // Nobody listens here: whoever tried to connect would get another answer.
            port: 9,
            privacy: Privacy::Clear,
            login: None,
            greeting: "cert.example.org".into(),
            trust: Trust::new(None).unwrap(),
        };
        for bad in ["a@b.example>\r\nRCPT TO:<c@d.example", "a@b.example NOTIFY=NEVER", "", "张@b.example"] {
            let message = Message { to: bad.into(), ..sample() };
            let text = message.mime().unwrap();
            assert!(matches!(smtp.send(&message, &text), Err(Undelivered::Never(_))), "{bad}");
        }
        let message = sample();
        let text = message.mime().unwrap();
        assert!(matches!(smtp.send(&message, &text), Err(Undelivered::Later(_))));
    }
}
