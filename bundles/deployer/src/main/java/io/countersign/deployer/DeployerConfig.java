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

    @AttributeDefinition(name = "Node name", description = "Name of this node in the log; empty for the host name.")
    String nodeName() default "";
}
