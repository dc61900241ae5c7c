"""What `celery -A worker` loads: the app with the tasks of every room."""

from yishi import FEATURES, create_app
from yishi.background import celery_app, load_tasks

create_app()
load_tasks(FEATURES)

app = celery_app
