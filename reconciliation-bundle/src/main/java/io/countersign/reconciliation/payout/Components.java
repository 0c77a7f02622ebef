package io.countersign.reconciliation.payout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Groups payouts and lines that are candidates for each other, directly or through others. */
final class Components {
    private final int payouts;
    private final int[] parent;

    /** Indexes of payouts and of lines that hang together, ascending. */
    record Component(List<Integer> payouts, List<Integer> lines) {}

    Components(int payouts, int lines) {
        this.payouts = payouts;
        this.parent = new int[payouts + lines];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
        }
    }

    void connect(int payout, int line) {
        int left = root(payout);
        int right = root(payouts + line);
        // The smaller index leads, so that the order of components is that of the payouts.
        parent[Math.max(left, right)] = Math.min(left, right);
    }

    /** Those with at least one payout and one line, in the order of their first payout. */
    Collection<Component> all() {
        Map<Integer, Component> components = new TreeMap<>();
        for (int i = 0; i < parent.length; i++) {
            Component component =
                    components.computeIfAbsent(root(i), unused -> new Component(new ArrayList<>(), new ArrayList<>()));
            if (i < payouts) {
                component.payouts().add(i);
            } else {
                component.lines().add(i - payouts);
            }
        }
        components
                .values()
                .removeIf(one -> one.payouts().isEmpty() || one.lines().isEmpty());
        return components.values();
    }

    private int root(int index) {
        int root = index;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }
}
