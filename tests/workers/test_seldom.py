"""A message that is repeated all the time is written once in a while."""

import logging

from workers.seldom import Seldom


def test_the_same_message_is_written_once_and_others_are_not_held_back():
    seldom = Seldom(every_s=1000)
    messages = ['gone', 'gone', 'gone', 'back', 'gone']
    records = [logging.LogRecord('queue', logging.ERROR, '', 0, text, None, None) for text in messages]
    assert [record.msg for record in records if seldom.filter(record)] == ['gone', 'back']


def test_a_message_is_written_again_after_a_while():
    seldom = Seldom(every_s=0)
    record = logging.LogRecord('queue', logging.ERROR, '', 0, 'gone', None, None)
    assert seldom.filter(record)
    assert seldom.filter(record)
