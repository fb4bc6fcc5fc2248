//! A mail server: submission with TLS from the start or by STARTTLS, and AUTH where a user is set. Without TLS only
//! where the operator says so, for a relay on the same machine.

use std::time::Duration;

use mail_send::smtp::message::Message as Envelope;
use mail_send::{Credentials, Error, SmtpClient, SmtpClientBuilder};
use tokio::io::{AsyncRead, AsyncWrite};

use crate::mail::Undelivered;
use crate::mail::message::Message;

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
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Smtp({}:{} {:?})", self.host, self.port, self.privacy)
    }
}

impl Smtp {
    /// Hands the letter over; the server's reply to its last line.
    pub fn send(&self, message: &Message, text: Vec<u8>) -> Result<String, Undelivered> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Undelivered::Later(error.to_string()))?;
        let envelope = Envelope::new(message.from.as_str(), [message.to.as_str()], text);
        runtime.block_on(self.converse(envelope))
    }

    async fn converse(&self, envelope: Envelope<'_>) -> Result<String, Undelivered> {
        let mut builder = SmtpClientBuilder::new(self.host.clone(), self.port)
            .map_err(|error| Undelivered::Later(format!("TLS: {error}")))?
            .implicit_tls(self.privacy == Privacy::Tls)
            .helo_host(self.greeting.clone())
            .timeout(STEP);
        if let Some((user, password)) = &self.login {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        if self.privacy == Privacy::Clear {
            hand_over(builder.connect_plain().await.map_err(|error| self.why(&error))?, envelope).await
        } else {
            hand_over(builder.connect().await.map_err(|error| self.why(&error))?, envelope).await
        }
    }

    /// Whatever keeps us from the server concerns every letter, so it may pass.
    fn why(&self, error: &Error) -> Undelivered {
        Undelivered::Later(format!("{}:{}: {error}", self.host, self.port))
    }
}

async fn hand_over<T: AsyncRead + AsyncWrite + Unpin>(
    mut client: SmtpClient<T>,
    envelope: Envelope<'_>,
) -> Result<String, Undelivered> {
    let taken = client.send(envelope).await;
    // The letter is taken or it is not; a server that hangs up without a farewell changes nothing.
    let _ = client.quit().await;
    match taken {
        Ok(reply) => Ok(reply.to_string()),
        Err(Error::UnexpectedReply(reply)) if (500..600).contains(&reply.code()) => {
            Err(Undelivered::Never(reply.to_string()))
        }
        Err(Error::UnexpectedReply(reply)) => Err(Undelivered::Later(reply.to_string())),
        Err(error) => Err(Undelivered::Later(error.to_string())),
    }
}
