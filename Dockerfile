# One image for the web server, the workers and the clock; compose.yaml says which command each runs.

FROM python:3.11-slim-bookworm AS packages
COPY requirements.txt .
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=intranet.settings.production
# A fixed number, so that the owner of the files volume stays the same from image to image.
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin intranet
WORKDIR /srv/intranet
COPY --from=packages /opt/venv /opt/venv
COPY . .
# The values are needed for Django to start and end up nowhere: static files hold no settings.
RUN SECRET_KEY=unused PERSON_NUMBER_KEY=unused NOTES_KEYS=unused ALLOWED_HOSTS=unused SITE_URL=https://unused.invalid DATABASE_URL=sqlite://:memory: \
        python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q /opt/venv . \
    && mkdir -p var/media && chown intranet: var/media
USER intranet
EXPOSE 8000
# Two workers for each core is gunicorn's own advice; the threads wait for the database and the search engine.
# --max-requests: a slow leak in a library never grows for long.
CMD ["gunicorn", "intranet.wsgi:application", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=4", "--threads=4", \
     "--worker-tmp-dir=/dev/shm", "--timeout=60", "--graceful-timeout=30", "--max-requests=5000", "--max-requests-jitter=500", \
     "--access-logfile=/dev/null", "--error-logfile=-"]
