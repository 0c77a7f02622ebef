package io.countersign.core.access;

/** How a caller proved who they are. */
public enum Authentication {
    /** A bearer token from {@code POST /session}. */
    SESSION,
    /** A password given to the SSH shell. */
    SHELL_PASSWORD,
    /** The platform itself: a worker of this node. */
    NODE
}
