package io.countersign.shell.signin;

import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Makes the SSH server a shell and nothing else. Karaf lets every signed-in user forward TCP through it and so reach the
 * database or the network behind it, and has no setting against that.
 */
@Component(service = {})
public final class ShellOnly {

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addServer(SshServer server) {
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        server.setAgentFactory(null);
    }

    void removeServer(SshServer server) {
        // it is going away; forwarding stays off until the end
    }
}
