package io.countersign.api.testkit;

/** Where a test lets the process die. */
record CrashPoint(Moment moment, String effectId) {

    enum Moment {
        AFTER_INTENT,
        AFTER_CALL
    }
}
