# docker build -t goodstanding .
# Both images can be replaced, for registries that mirror under other names:
#   docker build --build-arg BUILDER=… --build-arg BASE=… .
ARG BUILDER=rust:1.95-bookworm
ARG BASE=debian:bookworm-slim

FROM ${BUILDER} AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY src src
COPY assets assets
COPY fonts fonts
# Test and bench are declared in Cargo.toml, so cargo wants their files, though nothing of them is built.
COPY tests/suite/main.rs tests/suite/main.rs
COPY tests/bench/certificate.rs tests/bench/certificate.rs
RUN cargo build --locked --profile dist --bin goodstanding

FROM ${BASE}
RUN groupadd --system --gid 900 goodstanding \
 && useradd --system --uid 900 --gid 900 --home-dir /var/lib/goodstanding --shell /usr/sbin/nologin goodstanding \
 && install -d -o 900 -g 900 -m 0700 /var/lib/goodstanding /etc/goodstanding
COPY --from=build /src/target/dist/goodstanding /usr/local/bin/goodstanding
USER 900:900
WORKDIR /var/lib/goodstanding
VOLUME /var/lib/goodstanding
EXPOSE 8443
# Asks the living server by its local socket; says why and exits with 1 where it does not answer.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["goodstanding", "health", "--config", "/etc/goodstanding/goodstanding.toml"]
ENTRYPOINT ["goodstanding"]
CMD ["serve", "--config", "/etc/goodstanding/goodstanding.toml"]
