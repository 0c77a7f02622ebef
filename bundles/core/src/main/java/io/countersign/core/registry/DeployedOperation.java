package io.countersign.core.registry;

import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.OperationProfile;
import io.countersign.api.operation.ParameterSchema;
import java.util.regex.Pattern;

/**
 * An operation that can run here, with what its plug-in says about itself, read once.
 *
 * @param releaseDigest SHA-256 of the jar it comes from
 * @param releaseNumber grows with each activation on this node; the largest of a name takes new executions
 */
public record DeployedOperation(
        OperationPlugin plugin,
        String name,
        String version,
        String description,
        OperationProfile profile,
        ParameterSchema schema,
        String releaseDigest,
        long releaseNumber) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+");
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+([-+.][0-9A-Za-z.+-]+)?");
    private static final int NAME_LENGTH_MAX = 100;
    private static final int DESCRIPTION_LENGTH_MAX = 2000;

    /** Checks what the plug-in says about itself. */
    public DeployedOperation {
        if (name.length() > NAME_LENGTH_MAX || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("operation name '" + name + "' must be lower-case and dotted, at most "
                    + NAME_LENGTH_MAX + " characters, like stripe.payout");
        }
        if (!VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException(
                    "version '" + version + "' of operation " + name + " is not semantic; write it like 1.0.0");
        }
        if (description.isBlank() || description.length() > DESCRIPTION_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "operation " + name + " needs a description of at most " + DESCRIPTION_LENGTH_MAX + " characters");
        }
    }

    /**
     * Reads what the plug-in says about itself.
     *
     * @throws IllegalArgumentException when it breaks the contract
     */
    public static DeployedOperation read(OperationPlugin plugin, String releaseDigest, long releaseNumber) {
        return new DeployedOperation(
                plugin,
                plugin.name(),
                plugin.version(),
                plugin.description(),
                plugin.profile(),
                plugin.schema(),
                releaseDigest,
                releaseNumber);
    }

    /** The title people read. */
    public String title() {
        return profile.title().isEmpty() ? name : profile.title();
    }
}
