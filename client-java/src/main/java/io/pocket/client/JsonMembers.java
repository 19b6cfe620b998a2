package io.pocket.client;

import java.util.ArrayList;
import java.util.List;

/** Members of a JSON object, in the order in which they were given; of two of one name the last counts. Immutable. */
final class JsonMembers {
    static final JsonMembers NONE = new JsonMembers(List.of());

    private final List<String> members;

    private JsonMembers(List<String> members) {
        this.members = members;
    }

    JsonMembers with(String member, String json) {
        String key = Json.quote(member) + ":";
        List<String> changed = new ArrayList<>(members);
        changed.removeIf(other -> other.startsWith(key));
        changed.add(key + json);
        return new JsonMembers(List.copyOf(changed));
    }

    /** @throws IllegalArgumentException if the value is not at least 1 */
    JsonMembers withPositive(String member, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(member + " " + value + " is not at least 1");
        }
        return with(member, String.valueOf(value));
    }

    JsonMembers withTexts(String member, List<String> texts) {
        return with(
                member, "[" + String.join(",", texts.stream().map(Json::quote).toList()) + "]");
    }

    /** As a member of another object; that object itself if there is nothing to be added. */
    JsonMembers addTo(JsonMembers object, String member) {
        return members.isEmpty() ? object : object.with(member, toJson());
    }

    /** The other object with these members behind its own. */
    JsonMembers appendTo(JsonMembers object) {
        List<String> all = new ArrayList<>(object.members);
        all.addAll(members);
        return new JsonMembers(List.copyOf(all));
    }

    String toJson() {
        return "{" + String.join(",", members) + "}";
    }
}
