package io.countersign.stripe.payout;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.model.Payout;
import com.stripe.param.PayoutCreateParams;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.EffectCall;
import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.FindReply;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Creates one payout at Stripe, and looks whether it exists. */
final class PayoutCreateHandler implements EffectHandler {
    static final String KIND = "stripe.payout.create";
    static final String METADATA_EXECUTION = "countersign_execution";
    static final String METADATA_EFFECT = "countersign_effect";

    /** Clocks differ; a payout made in this attempt cannot be older than its first sending by more than this. */
    private static final Duration CLOCK_DIFFERENCE_MAX = Duration.ofHours(1);

    private static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(10);

    private static final Set<String> FIELDS =
            Set.of("amount", "currency", "description", "destination", "method", "source_type", "statement_descriptor");

    private final StripeConnector connector;
    private final Clock clock;

    PayoutCreateHandler(StripeConnector connector, Clock clock) {
        this.connector = connector;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String provider() {
        return "stripe";
    }

    @Override
    public Duration keyMemory() {
        return Duration.ofHours(24);
    }

    @Override
    public EffectReply perform(EffectCall call) {
        PayoutCreateParams params;
        try {
            params = params(call);
        } catch (IllegalArgumentException e) {
            // The request of an attempt never changes, so no sending of it can have passed this point.
            return EffectReply.rejected("request_inconsistent", String.valueOf(e.getMessage()));
        }
        Duration left = Duration.between(clock.instant(), call.deadline());
        if (left.toMillis() <= 0) {
            return EffectReply.unclear("the time of this call was over before it was sent", true, Duration.ZERO);
        }
        StripeApi api = connector.open(call.connection(), left);
        try {
            Payout payout = api.create(params, call.idempotencyKey());
            if (payout.getId() == null) {
                return EffectReply.unclear("Stripe answered success without a payout", true, Duration.ZERO);
            }
            return EffectReply.applied(payout.getId(), PayoutJson.of(payout));
        } catch (StripeException e) {
            return ReplyClassification.of(failure(api, e, call.replay()));
        }
    }

    @Override
    public FindReply find(EffectCall call) {
        StripeApi api = connector.open(call.connection(), connector.readTimeout());
        try {
            for (Payout payout : api.payoutsSince(call.firstSentAt().minus(CLOCK_DIFFERENCE_MAX))) {
                Map<String, String> metadata = payout.getMetadata();
                if (metadata != null
                        && call.executionId().equals(metadata.get(METADATA_EXECUTION))
                        && call.effect().id().equals(metadata.get(METADATA_EFFECT))) {
                    return FindReply.found(payout.getId(), PayoutJson.of(payout));
                }
            }
            return FindReply.absent();
        } catch (StripeException e) {
            return FindReply.unclear("the payouts could not be listed completely: " + api.safe(e));
        }
    }

    private static PayoutCreateParams params(EffectCall call) {
        JsonObject request = call.request();
        for (String field : request.names()) {
            if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException(
                        "field '" + field + "' of the request is unknown; known are " + FIELDS);
            }
        }
        PayoutCreateParams.Builder params = PayoutCreateParams.builder()
                .setAmount(amount(call))
                .setCurrency(request.text("currency"))
                .setSourceType(PayoutCreateParams.SourceType.valueOf(constant(request.text("source_type"))))
                .setMethod(PayoutCreateParams.Method.valueOf(constant(request.text("method"))))
                .putMetadata(METADATA_EXECUTION, call.executionId())
                .putMetadata(METADATA_EFFECT, call.effect().id());
        request.findText("description").ifPresent(params::setDescription);
        request.findText("destination").ifPresent(params::setDestination);
        request.findText("statement_descriptor").ifPresent(params::setStatementDescriptor);
        return params.build();
    }

    /** The amount in the request must say the same as the amount that was signed. */
    private static long amount(EffectCall call) {
        String code = call.request().text("currency");
        StripeCurrency currency = StripeCurrencies.find(code)
                .orElseThrow(() -> new IllegalArgumentException("currency '" + code + "' is not paid out by Stripe"));
        StripeAmount signed = currency.ofMoney(call.amount());
        if (!Long.toString(signed.minorUnits()).equals(call.request().text("amount"))) {
            throw new IllegalArgumentException("the request asks for "
                    + call.request().text("amount") + " minor units, but " + signed.label() + " are "
                    + signed.minorUnits() + "; nothing was sent");
        }
        return signed.minorUnits();
    }

    private static ReplyClassification.Failure failure(StripeApi api, StripeException e, boolean replay) {
        boolean answered = !(e instanceof ApiConnectionException) && e.getStatusCode() != null;
        return new ReplyClassification.Failure(
                answered ? e.getStatusCode() : 0,
                e.getStripeError() == null ? null : e.getStripeError().getType(),
                e.getCode(),
                api.safe(e),
                api.lastHeader("Idempotent-Replayed").filter("true"::equals).isPresent(),
                api.lastHeader("Stripe-Should-Retry").filter("false"::equals).isPresent(),
                api.lastHeader("Retry-After")
                        .map(PayoutCreateHandler::retryAfter)
                        .orElse(Duration.ZERO),
                replay);
    }

    private static Duration retryAfter(String header) {
        if (!header.matches("\\d{1,6}")) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(header));
        return asked.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : asked;
    }

    private static String constant(String value) {
        return value.toUpperCase(Locale.ROOT);
    }
}
