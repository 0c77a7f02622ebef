package io.countersign.core.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import io.countersign.core.testing.FakeAuditRepository;
import io.countersign.core.testing.FakeUserRepository;
import io.countersign.core.testing.SettableClock;
import java.util.Set;
import org.junit.Test;

public final class PeopleHealthCheckTest {
    private final SettableClock clock = new SettableClock();
    private final FakeUserRepository users = new FakeUserRepository(new FakeAuditRepository());
    private final PeopleHealthCheck check = new PeopleHealthCheck(users);

    @Test
    public void onePersonIsNotEnoughHoweverManyRoles() {
        add("maria", true, Role.OPERATOR, Role.APPROVER, Role.ADMINISTRATOR);

        assertNothingCanBeApproved();
    }

    @Test
    public void twoWhoCanOnlyApproveAreNotEnough() {
        add("maria", true, Role.APPROVER);
        add("adam", true, Role.APPROVER);

        assertNothingCanBeApproved();
    }

    @Test
    public void anInactivePersonDoesNotCount() {
        add("maria", true, Role.OPERATOR);
        add("adam", false, Role.APPROVER);

        assertNothingCanBeApproved();
    }

    @Test
    public void oneSubmitsAndAnotherApproves() {
        add("maria", true, Role.OPERATOR);
        add("adam", true, Role.APPROVER);

        assertEquals(
                "one person can submit and another can approve", check.check().message());
    }

    @Test
    public void twoWhoCanDoBothAreEnough() {
        add("maria", true, Role.OPERATOR, Role.APPROVER);
        add("adam", true, Role.OPERATOR, Role.APPROVER);

        assertEquals(
                "one person can submit and another can approve", check.check().message());
    }

    @Test
    public void looksBeyondTheFirstPage() {
        for (int i = 0; i < 250; i++) {
            add("executive" + i, true, Role.EXECUTIVE);
        }
        add("yves", true, Role.OPERATOR);
        add("zoe", true, Role.APPROVER);

        assertEquals(
                "one person can submit and another can approve", check.check().message());
    }

    private void assertNothingCanBeApproved() {
        assertTrue("the node serves all the same", check.check().ready());
        assertTrue(check.check().message().startsWith("NOTHING CAN BE APPROVED"));
    }

    private void add(String username, boolean active, Role... roles) {
        Ids ids = new Ids();
        User user = new User(ids.next(), username, username, Set.of(roles), active, "node:test", clock.instant());
        users.recordCreation(
                user,
                "$",
                new AuditTrail(clock, ids)
                        .entry(Caller.node("test"), AuditAction.USER_CREATED, "user:" + user.id(), JsonObject.empty()));
    }
}
