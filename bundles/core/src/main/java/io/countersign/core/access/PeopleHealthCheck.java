package io.countersign.core.access;

import io.countersign.core.health.HealthCheck;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Whether there are people enough: one who can submit and another one who can approve. A node without them serves all the
 * same, so it is ready; the message says that nothing can be approved.
 */
@Component(service = HealthCheck.class)
public final class PeopleHealthCheck implements HealthCheck {
    private static final Permission SUBMIT = Permission.toExecute("*");
    private static final Permission APPROVE = Permission.toApprove("*");
    private static final int PAGE = 200;
    private static final int PAGES_MAX = 50;

    private final UserRepository users;

    @Activate
    public PeopleHealthCheck(@Reference UserRepository users) {
        this.users = users;
    }

    @Override
    public String name() {
        return "people";
    }

    @Override
    public Result check() {
        List<String> submitters = new ArrayList<>();
        List<String> approvers = new ArrayList<>();
        String after = "";
        for (int page = 0; page < PAGES_MAX; page++) {
            List<User> found = users.list(after, PAGE);
            for (User user : found) {
                note(user, SUBMIT, submitters);
                note(user, APPROVE, approvers);
                after = user.username();
            }
            if (twoPeople(submitters, approvers)) {
                return new Result(true, "one person can submit and another can approve");
            }
            if (found.size() < PAGE) {
                break;
            }
        }
        return Result.warning(
                "NOTHING CAN BE APPROVED: it takes one active person who may submit (operator) and another who may "
                        + "approve (approver); make accounts with ops:user-add");
    }

    /** Two of each kind are enough to answer the question. */
    private static void note(User user, Permission permission, List<String> usernames) {
        boolean granted = user.roles().stream()
                .flatMap(role -> role.permissions().stream())
                .anyMatch(has -> has.implies(permission));
        if (user.active() && granted && usernames.size() < 2) {
            usernames.add(user.username());
        }
    }

    private static boolean twoPeople(List<String> submitters, List<String> approvers) {
        return submitters.stream()
                .anyMatch(submitter -> approvers.stream().anyMatch(approver -> !approver.equals(submitter)));
    }
}
