# One image for web and worker: `docker run IMAGE web`, `... worker`, `... migrate`.
# docs/operate.md tells how to run it; docker-compose.yml runs it with PostgreSQL, Redis and an S3 server.

FROM debian:12.12-slim AS base
ENV DEBIAN_FRONTEND=noninteractive

# --- The Python environment, from the lock file with hashes ---------------------------------------------------------
FROM base AS environment
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/a6hub
COPY requirements.lock ./
RUN /usr/bin/python3 -m venv .venv \
    && .venv/bin/python -m pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock

# --- What runs: the packages of script/packages.txt, the environment, the code --------------------------------------
FROM base
WORKDIR /opt/a6hub
COPY script/packages.txt script/
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 $(awk -F' *[|] *' '$2 == "server" { print $1 }' script/packages.txt) \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/a6hub --create-home a6hub
COPY --from=environment /opt/a6hub/.venv .venv
COPY . .

# Debian's interpreter and tools are readable by everybody, so the sandbox's user can run them.
USER a6hub
ENV A6HUB_HOST=0.0.0.0 \
    A6HUB_PORT=8080 \
    A6HUB_DATA_DIR=/var/lib/a6hub \
    NUMBA_CACHE_DIR=/var/lib/a6hub/numba \
    PYTHONUNBUFFERED=1
VOLUME /var/lib/a6hub
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/a6hub/.venv/bin/python", "main.py"]
CMD ["web"]
