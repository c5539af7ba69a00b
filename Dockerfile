# Two stages: the first installs what is locked, with hashes, into a virtual environment; the second
# holds that, the shipped configuration, and nothing that could install anything more.
ARG PYTHON=3.11

FROM python:${PYTHON}-slim-bookworm AS build
WORKDIR /src
# Trust what the base image trusts: an organisation's own authority can be put there.
ENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt
COPY requirements.lock ./
RUN python -m venv --without-pip /opt/tollwatch \
 && pip --python /opt/tollwatch/bin/python install --no-cache-dir --disable-pip-version-check \
      --require-hashes --only-binary :all: --no-deps -r requirements.lock
COPY pyproject.toml README.md ./
COPY config ./config
COPY monitor ./monitor
RUN pip --python /opt/tollwatch/bin/python install --no-cache-dir --disable-pip-version-check \
      --no-deps --no-build-isolation . \
 && pip --python /opt/tollwatch/bin/python uninstall -y hatchling trove-classifiers pathspec pluggy tomlkit

FROM python:${PYTHON}-slim-bookworm
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent tollwatch \
 && install -d -o tollwatch -g tollwatch -m 0750 /state
COPY --from=build /opt/tollwatch /opt/tollwatch
COPY config /config
ENV PATH=/opt/tollwatch/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TOLLWATCH_CONFIG=/config \
    TOLLWATCH_DATABASE=sqlite:////state/tollwatch.db
USER 10001:10001
WORKDIR /state
VOLUME /state
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["tollwatch", "health"]
ENTRYPOINT ["tollwatch"]
CMD ["run"]
