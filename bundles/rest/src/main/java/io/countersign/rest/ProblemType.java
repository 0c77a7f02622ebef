package io.countersign.rest;

import java.util.Locale;

/** Every kind of error the API answers. The slugs are stable; docs/error-messages.md explains each. */
enum ProblemType {
    UNREADABLE_JSON(
            400,
            "The body is not the JSON of RFC 8259",
            "The body is no UTF-8, has a syntax error or names a member twice.",
            "Correct the body at the line and column that detail names."),
    INVALID_REQUEST(
            400,
            "A member or header of the request is not acceptable",
            "A required member is missing, has the wrong type or length, or is unknown.",
            "Correct the member that field names; the OpenAPI document has the schema of each body."),
    UNKNOWN_QUERY_PARAMETER(
            400,
            "The route has no such query parameter",
            "A query parameter is misspelt or belongs to another route.",
            "Use the parameters that known lists."),
    INVALID_QUERY_PARAMETER(
            400,
            "A query parameter is not acceptable",
            "Its value is out of range or unreadable, or it is given twice.",
            "Correct the parameter that field names."),
    WEBHOOK_REFUSED(
            400,
            "The message is not taken",
            "There is no such connection or it takes no messages, or the signature is missing, wrong, too old or from the"
                    + " future; which of them is not said.",
            "See GET /api/v1/audit/entries?action=webhook.refused for the reason; correct the address or the signing"
                    + " secret at the provider or in the connection's secret file."),
    NOT_SIGNED_IN(
            401,
            "Nobody is signed in",
            "The Authorization header is missing or is no bearer token, or the session has ended.",
            "Sign in with POST /api/v1/session and send the token as 'Authorization: Bearer …'."),
    SESSION_EXPIRED(
            401,
            "The session has expired",
            "The session was not used for too long, or has lasted as long as a session may.",
            "Sign in again."),
    SIGN_IN_REFUSED(
            401,
            "The sign-in was refused",
            "Username or password is wrong, or the account is not active; which of them is not said.",
            "Try again, or ask an administrator for a new account."),
    PERMISSION_DENIED(
            403,
            "A permission is missing",
            "None of the caller's roles has the permission that permission names.",
            "Ask an administrator for a role that has it."),
    BARRED_FROM_APPROVAL(
            403,
            "Nobody signs their own work",
            "The caller had a hand in what is to be decided on, for example by submitting it.",
            "Ask another person with the permission to approve."),
    UNKNOWN_ROUTE(
            404, "There is no such route", "The path is misspelt.", "Look the path up in GET /api/v1/openapi.json."),
    UNKNOWN_OPERATION(
            404,
            "No plug-in is deployed for the operation",
            "The name is misspelt, or the plug-in's bundle is not active on this node.",
            "See GET /api/v1/operations; deploy the plug-in if it is missing."),
    UNKNOWN_EXECUTION(
            404,
            "There is no such execution",
            "The id is misspelt, or the caller may not see the execution.",
            "See GET /api/v1/executions."),
    UNKNOWN_FILE(
            404,
            "There is no such file",
            "The id or version is wrong, or the caller may not read the file.",
            "See GET /api/v1/files, or upload the file."),
    UNKNOWN_RELEASE(404, "There is no such release", "The digest is misspelt or cut off.", "See GET /api/v1/plugins."),
    METHOD_NOT_ALLOWED(
            405,
            "The path does not take this method",
            "The path is right, the method is not.",
            "Use a method that the Allow header lists."),
    NOT_ACCEPTABLE(
            406,
            "The answer cannot be given in an accepted form",
            "The Accept header allows none of the forms in which the route answers.",
            "Accept application/json, or the form that the OpenAPI document names for the route."),
    IDEMPOTENCY_CONFLICT(
            409,
            "The idempotency key stands for another request",
            "The caller used the key for this operation within the last 30 days with another body.",
            "Send the same body again to get the earlier execution, or use a new key for a new one."),
    STATE_CONFLICT(
            409,
            "The state of the execution does not allow it",
            "The execution went on since it was read, or somebody else was faster.",
            "Read the execution again and decide anew."),
    RELEASE_CONFLICT(
            409,
            "The state of the release does not allow it",
            "The release takes no new executions already, there is none to go back to, or somebody else was faster.",
            "Read the release again and decide anew."),
    PLAN_DIGEST_MISMATCH(
            409,
            "The digest is not that of the plan",
            "The decision names another plan than the execution has.",
            "Read the plan again and sign what it says."),
    USERNAME_TAKEN(409, "The username is taken", "There is an account of this name.", "Choose another username."),
    BODY_TOO_LARGE(
            413,
            "The body is too large",
            "A JSON body has more than 1 MiB, or a message of a provider more than 256 KiB.",
            "Send less; upload what is large with POST /api/v1/files."),
    FILE_TOO_LARGE(
            413,
            "The file is too large",
            "The upload has more bytes than uploadBytesMax allows.",
            "Split the file, or raise uploadBytesMax in etc/io.countersign.files.cfg."),
    RELEASE_TOO_LARGE(
            413,
            "The jar is too large",
            "The upload has more bytes than jarBytesMax allows.",
            "Build a smaller jar, or raise jarBytesMax in etc/io.countersign.deployer.cfg."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "The body has a media type that the route does not take",
            "The Content-Type header is missing or names another type.",
            "Send application/json, or multipart/form-data for uploads."),
    INVALID_PARAMETERS(
            422,
            "Parameters of the operation are not acceptable",
            "One or more parameters break the schema or the rules of the operation; problems lists every one.",
            "Correct each parameter that problems names; see GET /api/v1/operations/{name}/schema."),
    ACCOUNT_REFUSED(
            422,
            "The account or password breaks a rule",
            "The username, name, roles or password do not meet the rule that detail names.",
            "Correct the member that field names."),
    FILE_REFUSED(
            422,
            "The file is not acceptable",
            "Its name or media type breaks a rule, or it does not take what was to be done with it.",
            "Do what detail says."),
    INVALID_UPLOAD(
            422,
            "The upload is not one file in a form",
            "The multipart body is cut off or malformed, or does not consist of exactly one file part named 'file'.",
            "Send one part named 'file' with a file name, as 'curl -F file=@statement.csv' does."),
    RELEASE_UNUSABLE(
            422,
            "The release cannot serve",
            "The jar is no bundle of operations, lacks a library, does not start or breaks the contract; whatever served "
                    + "before goes on.",
            "Do what detail says; the stack trace of a defect is in the node's log."),
    PLANNING_FAILED(
            422,
            "The operation could not make a plan",
            "The plug-in refused or failed; failureCode and detail say why.",
            "Do what detail says; the stack trace of a defect is in the node's log."),
    SIGN_IN_THROTTLED(
            429,
            "Too many sign-ins",
            "Too many sign-ins failed from this address or for this account, or too many come at once.",
            "Wait as long as the Retry-After header says."),
    WEBHOOK_THROTTLED(
            429,
            "Too many messages of providers",
            "More messages come from this address, or from all together, than io.countersign.inbound allows.",
            "Wait as long as the Retry-After header says; providers do it by themselves."),
    INTERNAL(
            500,
            "The platform failed",
            "A defect, or something the platform needs does not work, such as its database.",
            "Give the incident to an administrator, who finds it in the node's log."),
    FILE_DAMAGED(
            500,
            "The stored file is damaged",
            "The content is missing or is no longer what was stored.",
            "Ask an administrator to restore it from a backup."),
    QUEUE_FULL(
            503,
            "Too many executions are waiting",
            "As many executions are planning or queued as queueMax allows; nothing was written.",
            "Wait as long as the Retry-After header says and send the same request again."),
    PLUGINS_BUSY(
            503,
            "All threads for plug-ins are busy",
            "As many plug-in calls run as pluginThreadsMax allows.",
            "Wait as long as the Retry-After header says and send the same request again."),
    TOO_MANY_STREAMS(
            503,
            "Too many event streams are open",
            "This node serves as many event streams as streamsMax allows.",
            "Wait as long as the Retry-After header says, close streams nobody reads, or raise streamsMax in "
                    + "etc/io.countersign.rest.cfg."),
    STARTING(
            503,
            "The node is starting",
            "Parts of the platform that the API needs are not there yet, or are being replaced.",
            "Wait as long as the Retry-After header says; GET /health/ready names what is missing."),
    NOT_READY(
            503,
            "The node is not ready",
            "A health check fails; checks lists every one.",
            "Correct what the failing checks name; their messages are in the node's log and in GET /api/v1/health.");

    private static final String PREFIX = "urn:countersign:problem:";

    private final int status;
    private final String title;
    private final String cause;
    private final String remedy;

    ProblemType(int status, String title, String cause, String remedy) {
        this.status = status;
        this.title = title;
        this.cause = cause;
        this.remedy = remedy;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String cause() {
        return cause;
    }

    String remedy() {
        return remedy;
    }

    /** The last part of the URI: {@code unknown-route}. */
    String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the member {@code type} of a problem document says. */
    String uri() {
        return PREFIX + slug();
    }
}
