package io.countersign.core.access;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Limits of sign-in and sessions: {@code etc/io.countersign.access.cfg}. */
@ObjectClassDefinition(name = "Countersign access", description = "Sign-in, sessions and their limits")
public @interface AccessConfig {

    @AttributeDefinition(
            name = "Session hours",
            description = "A session ends this long after sign-in, whatever happens; 1 to 24",
            min = "1",
            max = "24")
    int sessionHours() default 12;

    @AttributeDefinition(
            name = "Idle minutes",
            description = "A session ends when it was not used for this long; 2 to 720",
            min = "2",
            max = "720")
    int idleMinutes() default 15;

    @AttributeDefinition(
            name = "Attempts per account",
            description =
                    "Failed sign-ins to one account before each further one has to wait, twice as long each time; "
                            + "1 to 100",
            min = "1",
            max = "100")
    int accountAttempts() default 5;

    @AttributeDefinition(
            name = "Attempts per address",
            description = "Failed sign-ins from one address before each further one has to wait; 1 to 10000",
            min = "1",
            max = "10000")
    int addressAttempts() default 20;

    @AttributeDefinition(
            name = "Longest wait in seconds",
            description = "The wait between failed sign-ins grows to this; it is forgotten after four times as long; "
                    + "1 to 86400",
            min = "1",
            max = "86400")
    int waitSecondsMax() default 900;
}
