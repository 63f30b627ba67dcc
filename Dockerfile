# Two stages: the first installs, the second only runs. Nothing is fetched at run time.
FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.txt /build/requirements.txt
RUN /opt/venv/bin/pip install --require-hashes --requirement /build/requirements.txt

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin claimcheck
COPY --from=build /opt/venv /opt/venv
WORKDIR /srv/claimcheck
COPY app app
COPY claims claims
COPY migrations migrations
COPY templates templates
COPY static static
COPY docs/quality.md docs/quality.md
ENV PATH=/opt/venv/bin:$PATH PYTHONPATH=/srv/claimcheck PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN install --directory --owner 10001 var
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "app.cli", "serve", "--host", "0.0.0.0", "--port", "8000"]
