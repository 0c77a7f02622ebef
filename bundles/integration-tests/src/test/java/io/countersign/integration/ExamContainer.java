package io.countersign.integration;

import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.doNotModifyLogConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;

import java.io.File;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.options.extra.VMOption;

/**
 * How Pax Exam runs the built distribution. It works offline: the bundles it adds itself come from a repository that
 * the build has put into the target folder.
 */
final class ExamContainer {
    private static final String KARAF_VERSION = "4.4.10";
    private static final long START_MAX_MILLIS = 120_000;

    private ExamContainer() {}

    static Option[] options() {
        return new Option[] {
            karafDistributionConfiguration()
                    .frameworkUrl(Distribution.builtArchive().toUri().toString())
                    .karafVersion(KARAF_VERSION)
                    .name("Countersign")
                    .unpackDirectory(new File("target/exam"))
                    .useDeployFolder(false),
            doNotModifyLogConfiguration(),
            configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
            systemTimeout(START_MAX_MILLIS),
            put("countersign.properties", "countersign.http.port", Integer.toString(Loopback.freePort())),
            put("countersign.properties", "countersign.ssh.port", Integer.toString(Loopback.freePort())),
            put("org.ops4j.pax.url.mvn.cfg", "org.ops4j.pax.url.mvn.localRepository", examRepository()),
            javaOptions()
        };
    }

    private static Option put(String file, String key, String value) {
        return editConfigurationFilePut("etc/" + file, key, value);
    }

    private static String examRepository() {
        String path = System.getProperty("countersign.examRepository");
        if (path == null) {
            throw new IllegalStateException(
                    "set -Dcountersign.examRepository to the folder that the build made in target");
        }
        return path;
    }

    /** The options that bin/karaf passes; Pax Exam starts the JVM without that script. */
    private static Option javaOptions() {
        Stream<String> options = Stream.of(
                "-Xmx512m",
                "--add-reads=java.xml=java.logging",
                "--add-exports=java.base/org.apache.karaf.specs.locator=java.xml,ALL-UNNAMED",
                "--patch-module",
                "java.base=lib/endorsed/org.apache.karaf.specs.locator-" + KARAF_VERSION + ".jar",
                "--patch-module",
                "java.xml=lib/endorsed/org.apache.karaf.specs.java.xml-" + KARAF_VERSION + ".jar",
                "--add-opens",
                "java.base/java.security=ALL-UNNAMED",
                "--add-opens",
                "java.base/java.net=ALL-UNNAMED",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "--add-opens",
                "java.base/java.util=ALL-UNNAMED",
                "--add-opens",
                "java.naming/javax.naming.spi=ALL-UNNAMED",
                "--add-opens",
                "java.rmi/sun.rmi.transport.tcp=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.http=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.https=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.jar=ALL-UNNAMED",
                "--add-exports=jdk.naming.rmi/com.sun.jndi.url.rmi=ALL-UNNAMED",
                "-classpath",
                "lib/jdk9plus/*:lib/boot/*");
        return composite(options.map(VMOption::new).toArray(Option[]::new));
    }
}
