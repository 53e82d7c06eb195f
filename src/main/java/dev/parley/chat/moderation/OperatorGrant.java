package dev.parley.chat.moderation;

import dev.parley.chat.identity.User;
import java.time.Instant;

/**
 * The right of a user to act as an operator.
 *
 * @param userId the id of the user, see {@link User#id()}
 * @param name the last known nickname
 * @param grantedBy the name of the operator who created the code, or {@code password}
 * @param since the time of the grant
 */
public record OperatorGrant(String userId, String name, String grantedBy, Instant since) {}
