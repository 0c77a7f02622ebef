package io.countersign.core.access;

import io.countersign.api.json.Json;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.CountedRefusals;
import io.countersign.core.audit.Ids;
import io.countersign.core.time.SharedClock;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs people in and out, says who holds a token, and keeps the accounts. */
@Component(service = AccessService.class, configurationPid = "io.countersign.access")
@Designate(ocd = AccessConfig.class)
public final class AccessService {
    /** At most this many accounts are listed at once. */
    public static final int PAGE_MAX = 200;

    private static final Logger LOG = LoggerFactory.getLogger(AccessService.class);

    private final Caller node;
    private final UserRepository users;
    private final AuditRepository log;
    private final AuditTrail trail;
    private final Argon2idPasswords passwords;
    private final RefusalLog refusals;
    private final PasswordCheck check;
    private final Sessions sessions;
    private final Accounts accounts;
    private final FirstAdministrator first;
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "countersign-access");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Where a node lives.
     *
     * @param node the platform itself, for what no person does
     * @param dataDirectory for the first administrator's password
     * @param terminal null when nobody sits at one
     */
    record Surroundings(
            Clock clock, Caller node, Path dataDirectory, @Nullable PrintStream terminal, Argon2idPasswords passwords) {
        static Surroundings ofKaraf(Clock clock, NodeName node) {
            return new Surroundings(
                    clock,
                    node.caller(),
                    Path.of(System.getProperty("karaf.data", "data")),
                    Terminal.output().orElse(null),
                    new Argon2idPasswords());
        }
    }

    /** Starts the service; makes the first administrator when there is no account yet. */
    @Activate
    public AccessService(
            @Reference UserRepository users,
            @Reference SessionRepository sessions,
            @Reference AuditRepository log,
            @Reference SharedClock clock,
            @Reference NodeName node,
            AccessConfig config) {
        this(users, sessions, log, config, Surroundings.ofKaraf(clock, node));
        start(System.getProperty("user.name", ""));
    }

    AccessService(
            UserRepository users,
            SessionRepository sessionRepository,
            AuditRepository log,
            AccessConfig config,
            Surroundings surroundings) {
        Clock clock = surroundings.clock();
        Ids ids = new Ids();
        this.users = users;
        this.log = log;
        this.trail = new AuditTrail(clock, ids);
        this.node = surroundings.node();
        this.passwords = surroundings.passwords();
        this.refusals = new RefusalLog(log, trail, clock, node);
        this.check = new PasswordCheck(users, passwords, new SignInThrottle(clock, throttleLimits(config)), refusals);
        this.sessions = new Sessions(sessionRepository, users, trail, clock, sessionLimits(config));
        this.accounts = new Accounts(users, passwords, trail, ids, clock);
        this.first = new FirstAdministrator(users, accounts, surroundings.dataDirectory(), surroundings.terminal());
    }

    /**
     * Starts a session.
     *
     * @param address where the caller is, for the throttle and the log; empty when unknown
     * @throws SignInRefusedException when username and password open no active account
     * @throws SignInThrottledException when too many attempts failed before
     */
    public SignedIn signIn(String username, String password, String address) {
        return sessions.start(check.require(username, password, address), address);
    }

    /**
     * Who holds a token, with the roles of this moment (a change counts within 3 seconds).
     *
     * @throws NotSignedInException when the token belongs to no session of an active account
     * @throws SessionExpiredException when the session is too old or was idle for too long
     */
    public Caller authenticate(String token) {
        return sessions.authenticate(token);
    }

    /**
     * Who holds a token, like {@link #authenticate}, for what goes on without a person, such as an open event stream: it
     * does not count as use, so the session's idle limit goes on running.
     *
     * @throws NotSignedInException when the token belongs to no session of an active account
     * @throws SessionExpiredException when the session is too old or was idle for too long
     */
    public Caller peek(String token) {
        return sessions.peek(token);
    }

    /**
     * Ends a session, at once on this node and within 3 seconds on others; nothing happens when it has ended before.
     *
     * @throws NotSignedInException when the text is no token at all
     */
    public void signOut(String token) {
        sessions.end(token);
    }

    /**
     * Who a username and password given to the shell belong to.
     *
     * @param address where the caller is, for the throttle and the log; empty when unknown
     * @throws SignInRefusedException when they open no active account
     * @throws SignInThrottledException when too many attempts failed before
     */
    public Caller authenticateShell(String username, String password, String address) {
        User user = check.require(username, password, address);
        Caller caller = new Caller(user.id(), user.username(), user.roles(), Authentication.SHELL_PASSWORD, address);
        log.record(trail.entry(
                caller,
                AuditAction.SESSION_STARTED,
                "user:" + user.id(),
                Json.object().put("door", "shell").put("address", address).build()));
        return caller;
    }

    /**
     * A caller who stays signed in without a session (the shell), with the roles of this moment.
     *
     * @throws NotSignedInException when the account is gone or not active any more
     */
    public Caller current(Caller signedIn) {
        User user = users.findById(signedIn.userId()).filter(User::active).orElseThrow(NotSignedInException::new);
        return new Caller(user.id(), user.username(), user.roles(), signedIn.authentication(), signedIn.address());
    }

    /**
     * Makes an account.
     *
     * @param username stored in lower case
     * @throws AccountRefusedException when a rule is broken; the message says which
     * @throws UsernameTakenException when there is one of this name
     */
    public User createUser(Caller caller, String username, String displayName, String password, Set<Role> roles) {
        caller.require(Permission.USER_WRITE);
        Accounts.Request request = new Accounts.Request(username, displayName, password, roles);
        return accounts.create(caller, request).orElseThrow(() -> new UsernameTakenException(request.username()));
    }

    /**
     * Accounts by username.
     *
     * @param afterUsername the last one of the page before; empty for the first page
     * @param limit 1 to {@link #PAGE_MAX}
     * @throws AccountRefusedException when the limit is another
     */
    public List<User> users(Caller caller, String afterUsername, int limit) {
        caller.require(Permission.USER_READ);
        if (limit < 1 || limit > PAGE_MAX) {
            throw new AccountRefusedException("limit", "limit " + limit + " is not between 1 and " + PAGE_MAX);
        }
        return users.list(afterUsername, limit);
    }

    /**
     * Changes the caller's own password; all sessions of the account end, this one too.
     *
     * @throws SignInRefusedException when the current password is wrong
     * @throws SignInThrottledException when it was wrong too often
     * @throws AccountRefusedException when the new one breaks a rule
     */
    public void changePassword(Caller caller, String currentPassword, String newPassword) {
        User user = check.require(caller.username(), currentPassword, caller.address());
        if (newPassword.equals(currentPassword)) {
            throw new AccountRefusedException("password", "the new password is the current one; choose another");
        }
        accounts.changePassword(caller, user, newPassword);
        sessions.reread(user.id());
        if (user.username().equals(FirstAdministrator.USERNAME)) {
            first.forget();
        }
    }

    /** Stops the housekeeping and writes what the log still owes. */
    @Deactivate
    void stop() {
        housekeeping.shutdownNow();
        refusals.close();
    }

    void start(String systemUser) {
        if (systemUser.equals("root")) {
            LOG.warn("COUNTERSIGN RUNS AS ROOT. A fault in a plug-in owns this machine. "
                    + "Create a system user for it and start again.");
        }
        first.makeIfNobodyIsThere(node);
        housekeeping.execute(() -> passwords.matches("", passwords.decoy()));
        ScheduledFuture<?> untilStopped = housekeeping.scheduleWithFixedDelay(
                this::keepHouse, 1, CountedRefusals.WINDOW.toMinutes(), TimeUnit.MINUTES);
        LOG.debug("sessions are tidied up every minute: {}", untilStopped);
    }

    void keepHouse() {
        try {
            refusals.flush();
            sessions.forgetExpired();
        } catch (RuntimeException e) {
            // an exception would end the schedule; the database may be back in a minute
            LOG.warn("sessions could not be tidied up, next try in a minute: {}", e.toString());
        }
    }

    private static SignInThrottle.Limits throttleLimits(AccessConfig config) {
        return new SignInThrottle.Limits(
                within("accountAttempts", config.accountAttempts(), 1, 100),
                within("addressAttempts", config.addressAttempts(), 1, 10_000),
                Duration.ofSeconds(within("waitSecondsMax", config.waitSecondsMax(), 1, 86_400)));
    }

    private static Sessions.Limits sessionLimits(AccessConfig config) {
        return new Sessions.Limits(
                Duration.ofHours(within("sessionHours", config.sessionHours(), 1, 24)),
                Duration.ofMinutes(within("idleMinutes", config.idleMinutes(), 2, 720)));
    }

    private static int within(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " = " + value + " is not between " + min + " and " + max
                    + "; correct it in etc/io.countersign.access.cfg");
        }
        return value;
    }
}
