package io.countersign.core.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/** The name under which this node acts, in the log and among other nodes. */
@Component(service = NodeName.class, configurationPid = "io.countersign.node")
@Designate(ocd = NodeConfig.class)
public final class NodeName {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int LENGTH_MAX = 64;

    private final String value;

    /** @throws IllegalArgumentException when the configured name is none */
    @Activate
    public NodeName(NodeConfig config) {
        this(config.name().isEmpty() ? hostName() : config.name());
    }

    private NodeName(String value) {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("name = " + value
                    + " in etc/io.countersign.node.cfg must be 1 to 64 letters, digits, dots, hyphens and underscores");
        }
        this.value = value;
    }

    /** A name from elsewhere than the configuration. */
    public static NodeName of(String value) {
        return new NodeName(value);
    }

    public String value() {
        return value;
    }

    /** The node as the one who does what no person does. */
    public Caller caller() {
        return Caller.node(value);
    }

    /** What is no name among it is left out: nobody chose it for us. */
    private static String hostName() {
        try {
            String host = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "");
            return host.isEmpty() ? "node" : host.substring(0, Math.min(host.length(), LENGTH_MAX));
        } catch (UnknownHostException e) {
            return "node";
        }
    }
}
