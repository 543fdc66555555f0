import cProfile
import sys
import time

import pytest

from articles.rendering._deadline import DeadlineExceeded, cpu_deadline


def work_for(seconds):
    ends_at = time.thread_time() + seconds
    while time.thread_time() < ends_at:
        pass


def test_work_that_takes_too_long_is_stopped():
    started_at = time.thread_time()

    with pytest.raises(DeadlineExceeded), cpu_deadline(0.05):
        work_for(5)

    assert time.thread_time() - started_at < 1


def test_no_library_can_swallow_the_end():
    assert not issubclass(DeadlineExceeded, Exception)


def test_waiting_costs_nothing():
    with cpu_deadline(0.05):
        time.sleep(0.1)
        work_for(0.001)


def test_another_profiler_comes_back_afterwards():
    def profiler(frame, event, argument):
        return None

    sys.setprofile(profiler)
    try:
        with cpu_deadline(1):
            pass
        assert sys.getprofile() is profiler
    finally:
        sys.setprofile(None)


def test_a_profiler_written_in_c_does_not_stop_the_rendering():
    with cProfile.Profile(), cpu_deadline(1):
        pass

    assert sys.getprofile() is None
