# The first stage installs the locked packages; the second has them and Python, and no build tools.
FROM python:3.11-slim AS build

WORKDIR /src
COPY .ci/lock/serve.txt ./
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes --requirement serve.txt
COPY pyproject.toml README.md LICENSE ./
COPY gateway gateway
COPY schema schema
COPY resolvers resolvers
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim

ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    NUMBERGATE_DATABASE_URL=sqlite:////data/numbergate.db

RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin numbergate \
 && install --directory --owner=numbergate --group=numbergate /data
COPY --from=build /venv /venv

USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000

HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]

ENTRYPOINT ["numbergate"]
CMD ["serve", "--host", "0.0.0.0"]
