package dev.parley.architecture.planted.people;

import java.util.List;

/** Allowed. */
public final class Name {

    final List<Class<?>> known = List.of(
            com.ibm.icu.text.SpoofChecker.class, rocks.xmpp.precis.PrecisProfiles.class, org.slf4j.Logger.class);
}
