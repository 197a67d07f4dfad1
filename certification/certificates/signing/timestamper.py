"""pyHanko's client of a timestamp authority, believing less: what goes onto a document stays there for good."""

from asn1crypto import cms
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

from certification.certificates.signing.timestamps import TimestampMissing


class CheckedTimeStamper(RequestsHTTPTimeStamper):
    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            stamped = token["content"]["encap_content_info"]["content"].parsed["message_imprint"]["hashed_message"]
        except (TimestampRequestError, OSError, ValueError, TypeError, KeyError) as error:
            raise TimestampMissing from error
        if stamped.native != message_digest:
            raise TimestampMissing
        return token
