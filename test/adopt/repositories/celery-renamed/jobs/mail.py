from jobs.queue import queue


@queue.task
def send(text):
    print(text)
