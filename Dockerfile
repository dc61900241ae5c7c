# One image for web, worker and beat. PostgreSQL and Redis are services of their own.
FROM python:3.11-slim

RUN useradd --system --uid 990 --home-dir /app yishi && mkdir -p /data && chown yishi /data
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
RUN python -m compileall -q yishi worker.py

USER yishi
ENV YISHI_DATA=/data PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000 8001
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "yishi:create_app()"]
