package io.countersign.core.access;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Who this node is: {@code etc/io.countersign.node.cfg}. */
@ObjectClassDefinition(name = "Countersign node", description = "Who this node is among several")
public @interface NodeConfig {

    @AttributeDefinition(
            name = "Name",
            description =
                    "Name of this node in the log and in lists of nodes, 1 to 64 letters, digits, dots, hyphens and"
                            + " underscores; empty for the host name.")
    String name() default "";
}
