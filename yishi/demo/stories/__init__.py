"""What happened in the town, one module a story."""

from yishi.demo.diary import Diary
from yishi.demo.stage import Stage
from yishi.demo.stories import guangming, mamiao, nanhu, ruyi, schedule, street


def write(stage: Stage, diary: Diary) -> None:
    """Writes every story into the diary."""
    for story in (mamiao, guangming, ruyi, street, nanhu, schedule):
        story.write(stage, diary)
