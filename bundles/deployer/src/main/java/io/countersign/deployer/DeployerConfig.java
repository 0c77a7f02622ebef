package io.countersign.deployer;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where releases are kept and how long things may take; etc/io.countersign.deployer.cfg. */
@ObjectClassDefinition(name = "Countersign releases", description = "How operation bundles come, stay and go.")
public @interface DeployerConfig {

    @AttributeDefinition(
            name = "Release directory",
            description =
                    "Where jars are kept by their digest; empty for ${karaf.data}/releases. Several nodes share it.")
    String releaseDirectory() default "";

    @AttributeDefinition(name = "Largest jar in bytes", description = "A larger jar is refused.")
    int jarBytesMax() default 67_108_864;

    @AttributeDefinition(
            name = "Start time-out in seconds",
            description = "A release that does not offer its operations within this time is refused.")
    int startTimeoutSeconds() default 15;

    @AttributeDefinition(
            name = "Alignment period in seconds",
            description = "How often this node brings its bundles in line with the known releases.")
    int alignPeriodSeconds() default 5;

    @AttributeDefinition(
            name = "Drain deadline in seconds",
            description =
                    "How long an execution may still run on a release after it was replaced, or after its own start"
                            + " if that was later; then it is stopped at its next effect.")
    int drainDeadlineSeconds() default 3600;

    @AttributeDefinition(
            name = "Quiet time in seconds",
            description = "How much longer than its longest planning a release that nothing is pinned to stays"
                    + " installed.")
    int quietSeconds() default 60;

    @AttributeDefinition(
            name = "Retention in days",
            description = "How long the jar of a release is kept after it has ended; never deleted while an execution"
                    + " or a rollback needs it.")
    int retentionDays() default 30;
}
