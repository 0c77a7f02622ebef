package io.countersign.core.execution;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Limits of the execution engine; etc/io.countersign.execution.cfg. */
@ObjectClassDefinition(name = "Countersign executions", description = "Limits of the execution engine.")
public @interface ExecutionConfig {

    @AttributeDefinition(
            name = "Longest queue",
            description = "Executions that may be planning or queued; more are answered with 503.")
    int queueMax() default 1000;

    @AttributeDefinition(
            name = "Plug-in threads",
            description = "Threads on which plug-in code runs, all operations together.")
    int pluginThreadsMax() default 64;

    @AttributeDefinition(
            name = "Executions of an operation at the same time",
            description = "How many executions of an operation may run at the same time on all nodes together, as"
                    + " operation=number, separated by commas; * stands for every operation that is not named. The"
                    + " same on all nodes. Empty for no limit but the nodes' threads.")
    String operationConcurrencyMax() default "";

    @AttributeDefinition(
            name = "Call time-out in seconds",
            description = "A single call of an effect handler that takes longer counts as unclear.")
    int callTimeoutSeconds() default 60;

    @AttributeDefinition(
            name = "Approval expiry in days",
            description = "A plan nobody decided on within this time expires.")
    int approvalExpiryDays() default 7;

    @AttributeDefinition(
            name = "Clean look-ups apart in seconds",
            description =
                    "Two clean look-ups that do not find an effect must be this far apart before people are asked.")
    int absenceGapSeconds() default 900;

    @AttributeDefinition(
            name = "Work directory",
            description = "Where executions get a private directory; empty for ${karaf.data}/work.")
    String workDirectory() default "";

    @AttributeDefinition(
            name = "Mark of the newest intent",
            description = "A file outside of the database, by which a restored backup is recognised; keep it out of the"
                    + " database's backups. Empty for ${karaf.base}/state/newest-intent, none for none: then a"
                    + " restored backup is not recognised.")
    String intentMarkFile() default "";

    @AttributeDefinition(
            name = "Largest output in bytes",
            description = "An output file of an execution may not be larger.")
    long outputBytesMax() default 268_435_456L;
}
