"""The handlers of all calls: imported when the first request of an Akismet client comes."""

from typing import Final

from service.endpoints import Handler
from service.protocols.akismet import calls, feedback, reports
from service.protocols.akismet.admission import answering

verify_key: Final[Handler] = answering(calls.verify_key)
comment_check: Final[Handler] = answering(calls.comment_check)
submit_spam: Final[Handler] = answering(feedback.submit_spam)
submit_ham: Final[Handler] = answering(feedback.submit_ham)
usage_limit: Final[Handler] = answering(reports.usage_limit)
key_sites: Final[Handler] = answering(reports.key_sites)
get_stats: Final[Handler] = answering(reports.get_stats)
get_key_stats: Final[Handler] = get_stats
get_subscription: Final[Handler] = answering(reports.get_subscription)
deactivate: Final[Handler] = answering(reports.deactivate)
token: Final[Handler] = answering(reports.token)
test: Final[Handler] = answering(reports.test)
