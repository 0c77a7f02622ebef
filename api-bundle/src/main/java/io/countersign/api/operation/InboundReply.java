package io.countersign.api.operation;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a message is genuine, and what it is about. */
public final class InboundReply {
    private static final int ID_LENGTH_MAX = 255;
    private static final int EXTERNAL_IDS_MAX = 100;

    private final @Nullable String eventId;
    private final String type;
    private final List<String> externalIds;
    private final String reason;

    private InboundReply(@Nullable String eventId, String type, List<String> externalIds, String reason) {
        this.eventId = eventId;
        this.type = type;
        this.externalIds = List.copyOf(externalIds);
        this.reason = reason;
    }

    /**
     * It is genuine.
     *
     * @param eventId the provider's id of the event, the same at each delivery; 1 to 255 characters
     * @param type the provider's word for what happened: {@code payout.paid}; for people
     * @param externalIds ids of {@link EffectReply#applied} that it is about; empty when it concerns no effect; at most
     *     100
     */
    public static InboundReply accepted(String eventId, String type, List<String> externalIds) {
        if (eventId.isEmpty() || eventId.length() > ID_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "an event id has 1 to " + ID_LENGTH_MAX + " characters, not " + eventId.length());
        }
        if (externalIds.size() > EXTERNAL_IDS_MAX) {
            throw new IllegalArgumentException(
                    "an event with " + externalIds.size() + " ids; at most " + EXTERNAL_IDS_MAX + " are allowed");
        }
        return new InboundReply(eventId, type, externalIds, "");
    }

    /**
     * It is not genuine, too old or from the future, or unreadable.
     *
     * @param reason for administrators, never for the sender; without secrets
     */
    public static InboundReply refused(String reason) {
        return new InboundReply(null, "", List.of(), reason);
    }

    public boolean isAccepted() {
        return eventId != null;
    }

    /** Present when accepted. */
    public Optional<String> eventId() {
        return Optional.ofNullable(eventId);
    }

    /** Empty when refused. */
    public String type() {
        return type;
    }

    public List<String> externalIds() {
        return externalIds;
    }

    /** Why it was refused; empty when accepted. */
    public String reason() {
        return reason;
    }
}
