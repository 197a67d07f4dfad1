# The platform's one image: web, workers and beat differ by their command (compose.yaml).
FROM python:3.11-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PATH=/opt/venv/bin:$PATH \
    DJANGO_SETTINGS_MODULE=lms.settings.production \
    DATA_DIR=/data \
    STATIC_ROOT=/srv/static
# What WeasyPrint needs to set Chinese text, rare names among it, and to subset its fonts fast.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        fontconfig fonts-babelstone-han fonts-hanazono fonts-noto-cjk libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/platform

FROM base AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gettext \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/venv
COPY requirements.txt .
RUN pip install --no-cache-dir --only-binary :all: --require-hashes --requirement requirements.txt
COPY manage.py ./
COPY lms lms
COPY courses courses
COPY certification certification
COPY cms cms
# The program that checks a certificate offline, which the site hands out.
COPY docs/verifier docs/verifier
RUN find . -name '*.po' -exec sh -c 'msgfmt --check-format -o "${1%.po}.mo" "$1"' _ {} \;
# Collecting needs settings, not secrets: these values stay in this one command.
RUN SECRET_KEY=build FIELD_ENCRYPTION_KEYS=build ALLOWED_HOSTS=build SIGNING_KEY_DIR=/nonexistent \
    python manage.py collectstatic --no-input --verbosity 0

FROM base
RUN useradd --uid 10001 --create-home platform && install --directory --owner platform --group platform /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/static /srv/static
COPY --from=build /srv/platform /srv/platform
USER 10001
VOLUME /data
EXPOSE 8000
# Asked under a name the site answers to, as a browser would.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/health/ready', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}), timeout=4)"]
# Synchronous workers (WEB_CONCURRENCY of them): for these short database views they carry several times what ASGI does.
CMD ["gunicorn", "lms.wsgi", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-"]
