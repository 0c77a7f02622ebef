package io.countersign.stripe.payout;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.json.JsonParseException;
import io.countersign.api.json.JsonTypeException;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.ConnectionMode;
import io.countersign.api.operation.InboundMessage;
import io.countersign.api.operation.InboundReceiver;
import io.countersign.api.operation.InboundReply;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Verifies Stripe's webhooks (docs.stripe.com/webhooks/signature, read on 22 November 2026): {@code Stripe-Signature:
 * t=…,v1=…[,v1=…]}, HMAC-SHA256 over {@code t.body}. The secret {@code webhookSecrets} of the connection holds one signing
 * secret a line, so that one can be rotated while both are valid.
 */
final class StripeReceiver implements InboundReceiver {
    static final String SECRETS = "webhookSecrets";

    private static final String SIGNATURE = "Stripe-Signature";
    private static final int SIGNATURE_LENGTH_MAX = 4096;
    private static final int SECRETS_MAX = 10;
    private static final String EVENT_ID = "evt_[A-Za-z0-9_]{1,200}";
    private static final String TYPE = "[a-z0-9_.]{1,100}";

    /** Stripe's own tolerance; the SDK bounds the past alone, so the future is bounded here. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    @Override
    public String provider() {
        return StripeAccess.CONNECTION_KIND;
    }

    @Override
    public InboundReply verify(InboundMessage message) {
        Optional<String> signature =
                message.header(SIGNATURE).filter(header -> header.length() <= SIGNATURE_LENGTH_MAX);
        if (signature.isEmpty()) {
            return InboundReply.refused("it has no single header " + SIGNATURE);
        }
        List<String> secrets = message.connection()
                .secret(SECRETS)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(SECRETS_MAX)
                .toList();
        Optional<String> body = text(message.body());
        if (body.isEmpty()) {
            return InboundReply.refused("the body is not UTF-8");
        }
        Optional<Instant> signedAt = signedAt(signature.get());
        if (signedAt.isEmpty()) {
            // the SDK would throw at some of them
            return InboundReply.refused("its signature does not name one time");
        }
        boolean signed = false;
        for (String secret : secrets) {
            // every secret is tried, so that time does not tell which of them is right
            signed |= isSigned(body.get(), signature.get(), secret);
        }
        if (!signed) {
            return InboundReply.refused("no signature is of a secret in '" + SECRETS + "'");
        }
        return faultOfTime(Duration.between(signedAt.get(), message.clock().instant()))
                .map(InboundReply::refused)
                .orElseGet(() -> read(message.connection(), body.get()));
    }

    private static Optional<String> text(byte[] body) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> signedAt(String signature) {
        List<String> times = Arrays.stream(signature.split(",", -1))
                .map(String::strip)
                .filter(item -> item.startsWith("t="))
                .map(item -> item.substring(2))
                .toList();
        return times.size() == 1 && times.get(0).matches("\\d{1,11}")
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(times.get(0))))
                : Optional.empty();
    }

    private static Optional<String> faultOfTime(Duration age) {
        if (age.compareTo(TOLERANCE) > 0) {
            return Optional.of("it was signed " + age.toSeconds() + " s ago; at most " + TOLERANCE.toSeconds()
                    + " are allowed: a replay, or a clock that is wrong");
        }
        if (age.compareTo(TOLERANCE.negated()) < 0) {
            return Optional.of("it was signed " + -age.toSeconds() + " s in the future; at most "
                    + TOLERANCE.toSeconds() + " are allowed: a forgery, or a clock that is wrong");
        }
        return Optional.empty();
    }

    /** By the SDK, in constant time; times are bounded elsewhere. */
    private static boolean isSigned(String body, String signature, String secret) {
        try {
            return Webhook.Signature.verifyHeader(body, signature, secret, 0);
        } catch (SignatureVerificationException e) {
            return false;
        }
    }

    private static InboundReply read(Connection connection, String body) {
        try {
            JsonObject event = Json.parse(body).asObject();
            String id =
                    event.findText("id").filter(text -> text.matches(EVENT_ID)).orElse("");
            String type =
                    event.findText("type").filter(text -> text.matches(TYPE)).orElse("");
            if (id.isEmpty() || type.isEmpty()) {
                return InboundReply.refused("it is signed, but no event with id and type");
            }
            return InboundReply.accepted(id, type, isForThis(connection, event) ? payoutIds(event) : List.of());
        } catch (JsonParseException | JsonTypeException e) {
            return InboundReply.refused("it is signed, but not readable: " + e.getMessage());
        }
    }

    /** An endpoint of a platform gets events of all its connected accounts, and those of test mode with live ones. */
    private static boolean isForThis(Connection connection, JsonObject event) {
        boolean live = event.find("livemode").filter(Json.of(true)::equals).isPresent();
        Optional<String> account = connection.property("account").map(String::strip);
        return live == (connection.mode() == ConnectionMode.LIVE)
                && event.findText("account").equals(account);
    }

    private static List<String> payoutIds(JsonObject event) {
        return event.find("data").filter(JsonObject.class::isInstance).map(Json::asObject).stream()
                .flatMap(data -> data.find("object").stream())
                .filter(JsonObject.class::isInstance)
                .map(Json::asObject)
                .filter(object ->
                        object.findText("object").filter("payout"::equals).isPresent())
                .flatMap(payout -> payout.findText("id").stream())
                .filter(id -> id.matches("po_[A-Za-z0-9]{1,100}"))
                .toList();
    }
}
