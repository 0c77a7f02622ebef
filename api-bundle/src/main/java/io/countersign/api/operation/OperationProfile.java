package io.countersign.api.operation;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** Category, default risk, the kinds of connections it uses, and its time limits. Immutable; {@code with…} copies. */
public final class OperationProfile {
    private final String title;
    private final OperationCategory category;
    private final RiskLevel risk;
    private final Set<String> connectionKinds;
    private final Duration planTimeout;
    private final Duration executionTimeout;

    private OperationProfile(
            String title,
            OperationCategory category,
            RiskLevel risk,
            Set<String> connectionKinds,
            Duration planTimeout,
            Duration executionTimeout) {
        this.title = title;
        this.category = category;
        this.risk = risk;
        this.connectionKinds = connectionKinds;
        this.planTimeout = planTimeout;
        this.executionTimeout = executionTimeout;
    }

    /** Custom category, medium risk, no connections, 1 minute to plan, 15 minutes to execute; no title. */
    public static OperationProfile standard() {
        return new OperationProfile(
                "",
                OperationCategory.CUSTOM,
                RiskLevel.MEDIUM,
                Set.of(),
                Duration.ofMinutes(1),
                Duration.ofMinutes(15));
    }

    /** The name people read: {@code Stripe Balance Payout}. */
    public OperationProfile withTitle(String newTitle) {
        return new OperationProfile(newTitle, category, risk, connectionKinds, planTimeout, executionTimeout);
    }

    public OperationProfile withCategory(OperationCategory newCategory) {
        return new OperationProfile(title, newCategory, risk, connectionKinds, planTimeout, executionTimeout);
    }

    public OperationProfile withRisk(RiskLevel newRisk) {
        return new OperationProfile(title, category, newRisk, connectionKinds, planTimeout, executionTimeout);
    }

    public OperationProfile withConnectionKinds(String... kinds) {
        return new OperationProfile(title, category, risk, Set.of(kinds), planTimeout, executionTimeout);
    }

    /**
     * How long planning may take.
     *
     * @param timeout between 1 s and 1 h
     */
    public OperationProfile withPlanTimeout(Duration timeout) {
        return new OperationProfile(
                title, category, risk, connectionKinds, within(timeout, Duration.ofHours(1)), executionTimeout);
    }

    /**
     * How long executing may take.
     *
     * @param timeout between 1 s and 24 h
     */
    public OperationProfile withExecutionTimeout(Duration timeout) {
        return new OperationProfile(
                title, category, risk, connectionKinds, planTimeout, within(timeout, Duration.ofHours(24)));
    }

    /** Empty when the operation's name serves. */
    public String title() {
        return title;
    }

    public OperationCategory category() {
        return category;
    }

    public RiskLevel risk() {
        return risk;
    }

    public Set<String> connectionKinds() {
        return new TreeSet<>(connectionKinds);
    }

    public Duration planTimeout() {
        return planTimeout;
    }

    public Duration executionTimeout() {
        return executionTimeout;
    }

    private static Duration within(Duration timeout, Duration longest) {
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(longest) > 0) {
            throw new IllegalArgumentException("time limit " + timeout + " is not between PT1S and " + longest);
        }
        return timeout;
    }
}
