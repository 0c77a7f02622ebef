package io.countersign.core.access;

import java.lang.annotation.Annotation;

/** The documented defaults. */
record DefaultAccessConfig(
        int sessionHours, int idleMinutes, int accountAttempts, int addressAttempts, int waitSecondsMax)
        implements AccessConfig {

    DefaultAccessConfig() {
        this(12, 15, 5, 20, 900);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return AccessConfig.class;
    }
}
