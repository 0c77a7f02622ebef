package io.countersign.persistence;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/io.countersign.persistence.cfg}. In texts {@code ${karaf.data}} and {@code ${karaf.etc}} are filled in. */
@ObjectClassDefinition(
        name = "Countersign database",
        description = "Where everything is kept, and how the work queue in it is polled.")
@interface PersistenceConfig {
    String PID = "io.countersign.persistence";

    @AttributeDefinition(
            description = "jdbc:h2:file:… (one node; survives the death of the process) or jdbc:postgresql://… (also"
                    + " survives loss of power, serves several nodes).")
    String url() default "jdbc:h2:file:${karaf.data}/database/countersign";

    @AttributeDefinition(
            description = "Owns the schema: migrations, grants, durability settings. With H2 it is created.")
    String ownerUser() default "countersign_owner";

    @AttributeDefinition(description = "File with the owner's password. With H2 it is written at first start.")
    String ownerPasswordFile() default "${karaf.data}/database/owner.password";

    @AttributeDefinition(
            description = "Does the daily work and may only add to log tables. Must be another than the owner. With H2"
                    + " it is created.")
    String appUser() default "countersign_app";

    @AttributeDefinition(description = "File with the application's password. With H2 it is written at first start.")
    String appPasswordFile() default "${karaf.data}/database/app.password";

    @AttributeDefinition(description = "Connections of the application, 4 to 200.")
    int poolSizeMax() default 16;

    @AttributeDefinition(description = "Executions that this node carries on at the same time, 1 to 200.")
    int workerThreads() default 32;

    @AttributeDefinition(
            description = "Milliseconds between looks for due work, 10 to 1000. New work of this node does"
                    + " not wait for it.")
    int pollingIntervalMillis() default 100;

    @AttributeDefinition(
            description = "Seconds between signs of life of running work, 1 to 60. Other nodes take work"
                    + " over after four missed ones, at most six and a half intervals after the last.")
    int heartbeatSeconds() default 2;
}
