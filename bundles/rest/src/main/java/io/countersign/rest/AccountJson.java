package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonArray;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.access.Role;
import io.countersign.core.access.User;
import io.countersign.core.audit.AuditRepository;
import java.util.Collection;

/** People and what the log says of them as JSON. */
final class AccountJson {
    private AccountJson() {}

    static JsonObject caller(Caller caller) {
        return Json.object()
                .put("id", caller.userId())
                .put("username", caller.username())
                .put("roles", words(caller.roles()))
                .put("permissions", Json.texts(caller.permissionTexts()))
                .build();
    }

    static JsonObject user(User user) {
        return Json.object()
                .put("id", user.id())
                .put("username", user.username())
                .put("displayName", user.displayName())
                .put("roles", words(user.roles()))
                .put("active", user.active())
                .put("createdBy", user.createdBy())
                .put("createdAt", user.createdAt().toString())
                .build();
    }

    static JsonObject auditEntry(AuditRepository.StoredEntry stored) {
        return Json.object()
                .put("number", stored.number())
                .put("entry", stored.entry())
                .build();
    }

    private static JsonArray words(Collection<Role> roles) {
        return Json.texts(roles.stream().sorted().map(Role::word).toList());
    }
}
