"""Names for numbers, so that one is not taken for another."""

from typing import NewType

UserId = NewType("UserId", int)
OrgId = NewType("OrgId", UserId)
"""Organizations and people are numbered together, as owners of repositories."""
TeamId = NewType("TeamId", int)
InvitationId = NewType("InvitationId", int)
EmailId = NewType("EmailId", int)
RepoId = NewType("RepoId", int)
RepoInvitationId = NewType("RepoInvitationId", int)
TokenId = NewType("TokenId", int)
ApplicationId = NewType("ApplicationId", int)
ClientSecretId = NewType("ClientSecretId", int)
DeviceId = NewType("DeviceId", int)
FamilyId = NewType("FamilyId", int)
SessionId = NewType("SessionId", int)
KeyId = NewType("KeyId", int)
SigningKeyId = NewType("SigningKeyId", int)
GpgKeyId = NewType("GpgKeyId", int)
ProtectionId = NewType("ProtectionId", int)
EventId = NewType("EventId", int)
PushId = NewType("PushId", int)
JobId = NewType("JobId", int)
GistId = NewType("GistId", str)
"""32 hexadecimal digits: who knows them may read the gist."""
ThreadId = NewType("ThreadId", int)
GistCommentId = NewType("GistCommentId", int)
CommitCommentId = NewType("CommitCommentId", int)
HookId = NewType("HookId", int)
HookMessageId = NewType("HookMessageId", int)
HookDeliveryId = NewType("HookDeliveryId", int)
LfsLockId = NewType("LfsLockId", int)
