/* SPDX-License-Identifier: EUPL-1.2 */
/* Profiles for matching: each field with what it may not be, the one form that is sealed, and the look at bytes before
 * they go out. */
#include "sealed_form.h"

#include "api/profile.h"

#define P(fields) "{\"profile\":{" fields "}}"
#define SLOT(day, from, to, weeks) \
    "{\"weekday\":" day ",\"from\":" from ",\"to\":" to ",\"weeks\":\"" weeks "\"}"
#define TEN(x) x "," x "," x "," x "," x "," x "," x "," x "," x "," x
#define ID "\"6f1c2d3e-4a5b-4c6d-8e7f-0a1b2c3d4e5f\""
#define SIXTY "123456789 123456789 123456789 123456789 123456789 1234567890"
#define HUNDRED "1234567890123456789012345678901234567890" SIXTY

static const struct sealed_form form = {profile_read, profile_put};

static const struct sealed_form_row rows[] = {
    {P(""), REFUSAL_NONE, "", "nothing said"},
    {P("\"job\":null,\"availability\":null,\"home\":null,\"transport\":null,\"max_travel_minutes\":null,"
       "\"driving_licence\":null,\"languages\":null,\"french\":null,\"skills\":null,\"learning_aim\":null,"
       "\"fitness\":null,\"families\":null,\"avoid\":null"), REFUSAL_NONE, "", "null everywhere"},
    {"{}", REFUSAL_FIELD_MISSING, "/profile", "no profile"},
    {"{\"profile\":null}", REFUSAL_FIELD_INVALID, "/profile", "null for one"},
    {"{\"profile\":[]}", REFUSAL_FIELD_INVALID, "/profile", "a list"},
    {"{\"profile\":{},\"x\":1}", REFUSAL_FIELD_UNKNOWN, "/x", "something beside it"},
    {P("\"name\":\"x\""), REFUSAL_FIELD_UNKNOWN, "/profile/name", "no field for a name"},
    {P("\"job\":{\"minutes_week\":2100}"), REFUSAL_NONE, "", "a job without its times"},
    {P("\"job\":{\"minutes_week\":0,\"slots\":[]}"), REFUSAL_NONE, "", "no minutes"},
    {P("\"job\":{\"minutes_week\":4200}"), REFUSAL_NONE, "", "seventy hours"},
    {P("\"job\":{\"minutes_week\":4201}"), REFUSAL_FIELD_INVALID, "/profile/job/minutes_week", "more"},
    {P("\"job\":{\"minutes_week\":-1}"), REFUSAL_FIELD_INVALID, "/profile/job/minutes_week", "less than none"},
    {P("\"job\":{\"minutes_week\":35.5}"), REFUSAL_FIELD_INVALID, "/profile/job/minutes_week", "a fraction"},
    {P("\"job\":{}"), REFUSAL_FIELD_MISSING, "/profile/job/minutes_week", "a job of unknown length"},
    {P("\"job\":true"), REFUSAL_FIELD_INVALID, "/profile/job", "a flag"},
    {P("\"job\":{\"minutes_week\":1,\"employer\":\"x\"}"), REFUSAL_FIELD_UNKNOWN, "/profile/job/employer", "a name"},
    {P("\"job\":{\"minutes_week\":1,\"slots\":[" SLOT("1", "480", "480", "every") "]}"), REFUSAL_FIELD_INVALID,
     "/profile/job/slots/0/to", "a slot of no length"},
    {P("\"availability\":[" SLOT("1", "0", "1440", "every") "," SLOT("7", "1439", "1440", "odd") "]"), REFUSAL_NONE, "",
     "the ends of a day and of a week"},
    {P("\"availability\":[{\"weekday\":2,\"from\":1,\"to\":2}]"), REFUSAL_NONE, "", "every week when not said"},
    {P("\"availability\":[" SLOT("0", "0", "1", "every") "]"), REFUSAL_FIELD_INVALID, "/profile/availability/0/weekday",
     "no day nought"},
    {P("\"availability\":[" SLOT("8", "0", "1", "every") "]"), REFUSAL_FIELD_INVALID, "/profile/availability/0/weekday",
     "no eighth day"},
    {P("\"availability\":[" SLOT("1", "1440", "1440", "every") "]"), REFUSAL_FIELD_INVALID,
     "/profile/availability/0/from", "begins with its end"},
    {P("\"availability\":[" SLOT("1", "-1", "10", "every") "]"), REFUSAL_FIELD_INVALID, "/profile/availability/0/from",
     "before the day"},
    {P("\"availability\":[" SLOT("1", "0", "1441", "every") "]"), REFUSAL_FIELD_INVALID, "/profile/availability/0/to",
     "after the day"},
    {P("\"availability\":[" SLOT("1", "600", "599", "every") "]"), REFUSAL_FIELD_INVALID, "/profile/availability/0/to",
     "backwards"},
    {P("\"availability\":[" SLOT("1", "0", "1", "Even") "]"), REFUSAL_FIELD_INVALID, "/profile/availability/0/weeks",
     "another word"},
    {P("\"availability\":[{\"weekday\":1,\"from\":0}]"), REFUSAL_FIELD_MISSING, "/profile/availability/0/to", "no end"},
    {P("\"availability\":[" SLOT("1", "0", "60", "every") ",[]]"), REFUSAL_FIELD_INVALID, "/profile/availability/1",
     "no slot"},
    {P("\"availability\":[" SLOT("1", "0", "60", "every") "," SLOT("1", "59", "90", "odd") "]"), REFUSAL_FIELD_INVALID,
     "/profile/availability/1", "two that overlap"},
    {P("\"availability\":[" SLOT("1", "0", "60", "even") "," SLOT("1", "59", "90", "odd") "]"), REFUSAL_NONE, "",
     "two that never meet"},
    {P("\"availability\":[" TEN("{}") "," TEN("{}") "," TEN("{}") "," TEN("{}") ",{},{},{}]"), REFUSAL_FIELD_INVALID,
     "/profile/availability", "forty-three"},
    {P("\"commitments\":[{\"first\":\"2027-01-04\"},{\"first\":\"2027-01-04\",\"last\":\"2029-12-31\"}]"),
     REFUSAL_NONE, "", "a day, and three years"},
    {P("\"commitments\":[{\"first\":\"2028-02-29\",\"last\":\"2028-03-13\",\"from\":0,\"to\":1440}]"), REFUSAL_NONE, "",
     "hours of a fortnight"},
    {P("\"commitments\":[{\"first\":\"2028-02-29\",\"last\":\"2028-03-14\",\"from\":0,\"to\":1440}]"),
     REFUSAL_FIELD_INVALID, "/profile/commitments/0/last", "of a day more: that is no date but a habit"},
    {P("\"commitments\":[{\"first\":\"2027-01-04\"},{\"first\":\"2027-01-04\",\"last\":\"2027-01-03\"}]"),
     REFUSAL_FIELD_INVALID, "/profile/commitments/1/last", "backwards"},
    {P("\"commitments\":[{\"first\":\"2027-01-04\",\"from\":540}]"), REFUSAL_FIELD_INVALID,
     "/profile/commitments/0/to", "half of the hours"},
    {P("\"commitments\":[{\"first\":\"2027-01-04\",\"to\":540}]"), REFUSAL_FIELD_INVALID,
     "/profile/commitments/0/from", "the other half"},
    {P("\"commitments\":[{\"first\":\"2027-01-04\",\"from\":540,\"to\":540}]"), REFUSAL_FIELD_INVALID,
     "/profile/commitments/0/to", "no hours"},
    {P("\"commitments\":[{\"first\":\"2027-01-04\",\"from\":540,\"to\":1441}]"), REFUSAL_FIELD_INVALID,
     "/profile/commitments/0/to", "after the day"},
    {P("\"commitments\":[{\"first\":\"2027-02-29\"}]"), REFUSAL_FIELD_INVALID, "/profile/commitments/0/first",
     "no day"},
    {P("\"commitments\":[{\"last\":\"2027-01-04\"}]"), REFUSAL_FIELD_MISSING, "/profile/commitments/0/first",
     "no beginning"},
    {P("\"commitments\":[{\"first\":\"2027-01-04\",\"what\":\"x\"}]"), REFUSAL_FIELD_UNKNOWN,
     "/profile/commitments/0/what", "W-06: no field for what it is"},
    {P("\"commitments\":[" TEN("{\"first\":\"2027-01-04\"}") "," TEN("{\"first\":\"2027-01-04\"}") "]"),
     REFUSAL_NONE, "", "twenty"},
    {P("\"commitments\":[" TEN("{}") "," TEN("{}") ",{}]"), REFUSAL_FIELD_INVALID, "/profile/commitments", "more"},
    {P("\"home\":{\"commune\":\"59350\"}"), REFUSAL_NONE, "", "a commune without a point"},
    {P("\"home\":{\"commune\":\"2A004\",\"lat\":-90000000,\"lon\":180000000}"), REFUSAL_NONE, "", "the map's ends"},
    {P("\"home\":{\"commune\":\"59350\",\"lat\":null,\"lon\":null}"), REFUSAL_NONE, "", "null for the point"},
    {P("\"home\":{\"commune\":\"59350\",\"lat\":1}"), REFUSAL_FIELD_INVALID, "/profile/home/lon", "half a point"},
    {P("\"home\":{\"commune\":\"59350\",\"lon\":1}"), REFUSAL_FIELD_INVALID, "/profile/home/lat", "the other half"},
    {P("\"home\":{\"commune\":\"59350\",\"lat\":90000001,\"lon\":0}"), REFUSAL_FIELD_INVALID, "/profile/home/lat",
     "beyond the pole"},
    {P("\"home\":{\"commune\":\"59350\",\"lat\":0,\"lon\":-180000001}"), REFUSAL_FIELD_INVALID, "/profile/home/lon",
     "round the world"},
    {P("\"home\":{\"commune\":\"59350\",\"lat\":50.6,\"lon\":3.1}"), REFUSAL_FIELD_INVALID, "/profile/home/lat",
     "degrees"},
    {P("\"home\":{}"), REFUSAL_FIELD_MISSING, "/profile/home/commune", "a home nowhere"},
    {P("\"home\":{\"commune\":\"A9350\"}"), REFUSAL_FIELD_INVALID, "/profile/home/commune", "no code"},
    {P("\"home\":{\"commune\":\"5935\"}"), REFUSAL_FIELD_INVALID, "/profile/home/commune", "a short one"},
    {P("\"home\":{\"commune\":\"593500\"}"), REFUSAL_FIELD_INVALID, "/profile/home/commune", "a long one"},
    {P("\"home\":{\"commune\":\"2A00B\"}"), REFUSAL_FIELD_INVALID, "/profile/home/commune", "a letter at its end"},
    {P("\"home\":{\"commune\":59350}"), REFUSAL_FIELD_INVALID, "/profile/home/commune", "a number"},
    {P("\"transport\":[\"scooter\",\"on_foot\",\"car\",\"bicycle\",\"public_transport\"]"), REFUSAL_NONE, "", "all"},
    {P("\"transport\":[\"car\",\"horse\"]"), REFUSAL_FIELD_INVALID, "/profile/transport/1", "another word"},
    {P("\"transport\":[\"car\",\"bicycle\",\"car\"]"), REFUSAL_FIELD_INVALID, "/profile/transport/2", "one twice"},
    {P("\"transport\":[1]"), REFUSAL_FIELD_INVALID, "/profile/transport/0", "no word"},
    {P("\"transport\":\"car\""), REFUSAL_FIELD_INVALID, "/profile/transport", "no list"},
    {P("\"max_travel_minutes\":1"), REFUSAL_NONE, "", "next door"},
    {P("\"max_travel_minutes\":240"), REFUSAL_NONE, "", "four hours"},
    {P("\"max_travel_minutes\":0"), REFUSAL_FIELD_INVALID, "/profile/max_travel_minutes", "nowhere"},
    {P("\"max_travel_minutes\":241"), REFUSAL_FIELD_INVALID, "/profile/max_travel_minutes", "more"},
    {P("\"driving_licence\":true"), REFUSAL_NONE, "", "a licence"},
    {P("\"driving_licence\":\"B\""), REFUSAL_FIELD_INVALID, "/profile/driving_licence", "a class"},
    {P("\"languages\":[\"arabe\",\"\xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a\"]"), REFUSAL_NONE, "", "languages"},
    {P("\"languages\":[\"1234567890123456789012345678901234567890\"]"), REFUSAL_NONE, "", "forty characters"},
    {P("\"languages\":[\"12345678901234567890123456789012345678901\"]"), REFUSAL_FIELD_INVALID,
     "/profile/languages/0", "one more"},
    {P("\"languages\":[\"a\",\"\"]"), REFUSAL_FIELD_INVALID, "/profile/languages/1", "an empty one"},
    {P("\"languages\":[" TEN("\"a\"") "," TEN("\"a\"") "]"), REFUSAL_NONE, "", "twenty"},
    {P("\"languages\":[" TEN("\"a\"") "," TEN("\"a\"") ",\"a\"]"), REFUSAL_FIELD_INVALID, "/profile/languages",
     "one more"},
    {P("\"french\":{}"), REFUSAL_NONE, "", "French, unsaid"},
    {P("\"french\":{\"spoken\":\"fluent\",\"read\":\"none\"}"), REFUSAL_NONE, "", "said"},
    {P("\"french\":{\"spoken\":\"good\"}"), REFUSAL_FIELD_INVALID, "/profile/french/spoken", "another word"},
    {P("\"french\":{\"read\":\"Some\"}"), REFUSAL_FIELD_INVALID, "/profile/french/read", "a capital"},
    {P("\"french\":{\"read\":true}"), REFUSAL_FIELD_INVALID, "/profile/french/read", "a flag"},
    {P("\"skills\":[\"" SIXTY "\"]"), REFUSAL_NONE, "", "sixty characters"},
    {P("\"skills\":[\"a\",\"" SIXTY "x\"]"), REFUSAL_FIELD_INVALID, "/profile/skills/1", "one more"},
    {P("\"skills\":[\"a\",\"b \"]"), REFUSAL_FIELD_INVALID, "/profile/skills/1", "a blank at the end"},
    {P("\"skills\":[\"a\\nb\"]"), REFUSAL_FIELD_INVALID, "/profile/skills/0", "two lines"},
    {P("\"skills\":[" TEN("\"a\"") "," TEN("\"a\"") ",\"a\"]"), REFUSAL_FIELD_INVALID, "/profile/skills", "twenty-one"},
    {P("\"learning_aim\":\"Apprendre l'ma\xc3\xa7onnerie\\nou \xe2\x80\x99peinture\xe2\x80\x99\""), REFUSAL_NONE, "",
     "an aim in two lines"},
    {P("\"learning_aim\":\"\""), REFUSAL_NONE, "", "an empty one"},
    {P("\"learning_aim\":\" x\""), REFUSAL_FIELD_INVALID, "/profile/learning_aim", "a blank before"},
    {P("\"learning_aim\":\"a\\tb\""), REFUSAL_FIELD_INVALID, "/profile/learning_aim", "a tab"},
    {P("\"fitness\":{\"result\":\"not_examined\"}"), REFUSAL_NONE, "", "no opinion yet"},
    {P("\"fitness\":{\"result\":\"fit_limits\",\"limits\":\"Pas de charges\",\"until\":\"2028-02-29\","
       "\"triggers\":[\"claimed_unfit\",\"minor\"]}"), REFUSAL_NONE, "", "an opinion"},
    {P("\"fitness\":{}"), REFUSAL_FIELD_MISSING, "/profile/fitness/result", "without a result"},
    {P("\"fitness\":{\"result\":\"sick\"}"), REFUSAL_FIELD_INVALID, "/profile/fitness/result", "another word"},
    {P("\"fitness\":{\"result\":\"fit\",\"until\":\"2027-02-29\"}"), REFUSAL_FIELD_INVALID, "/profile/fitness/until",
     "no day"},
    {P("\"fitness\":{\"result\":\"fit\",\"limits\":7}"), REFUSAL_FIELD_INVALID, "/profile/fitness/limits", "no text"},
    {P("\"fitness\":{\"result\":\"fit\",\"triggers\":[\"flu\"]}"), REFUSAL_FIELD_INVALID,
     "/profile/fitness/triggers/0", "W-06: no diagnosis"},
    {P("\"fitness\":{\"result\":\"fit\",\"triggers\":[\"minor\",\"minor\"]}"), REFUSAL_FIELD_INVALID,
     "/profile/fitness/triggers/1", "one twice"},
    {P("\"fitness\":{\"result\":\"fit\",\"diagnosis\":\"x\"}"), REFUSAL_FIELD_UNKNOWN, "/profile/fitness/diagnosis",
     "W-06: no field for one"},
    {P("\"families\":[\"theft\",\"animals\"]"), REFUSAL_NONE, "", "families"},
    {P("\"families\":[\"murder\"]"), REFUSAL_FIELD_INVALID, "/profile/families/0", "none of them"},
    {P("\"families\":[\"road\",\"road\"]"), REFUSAL_FIELD_INVALID, "/profile/families/1", "one twice"},
    {P("\"avoid\":{}"), REFUSAL_NONE, "", "nothing to avoid"},
    {P("\"avoid\":{\"cases\":[" ID "],\"hosts\":[" ID "," ID "],\"sites\":[" ID "],\"places\":[\"" HUNDRED "\"]}"),
     REFUSAL_NONE, "", "much"},
    {P("\"avoid\":{\"cases\":[" ID ",\"Jean\"]}"), REFUSAL_FIELD_INVALID, "/profile/avoid/cases/1", "a name"},
    {P("\"avoid\":{\"hosts\":[\"6F1C2D3E-4a5b-4c6d-8e7f-0a1b2c3d4e5f\"]}"), REFUSAL_FIELD_INVALID,
     "/profile/avoid/hosts/0", "capitals"},
    {P("\"avoid\":{\"sites\":[{}]}"), REFUSAL_FIELD_INVALID, "/profile/avoid/sites/0", "an object"},
    {P("\"avoid\":{\"places\":[\"" HUNDRED "x\"]}"), REFUSAL_FIELD_INVALID, "/profile/avoid/places/0", "too long"},
    {P("\"avoid\":{\"places\":[" TEN("\"a\"") "," TEN("\"a\"") ",\"a\"]}"), REFUSAL_FIELD_INVALID,
     "/profile/avoid/places", "twenty-one"},
    {P("\"avoid\":{\"people\":[\"x\"]}"), REFUSAL_FIELD_UNKNOWN, "/profile/avoid/people", "no field for names"},
    {"{\"profile\":{\"skills\":[],\"skills\":[]}}", REFUSAL_JSON, "/profile/skills", "one twice"},
    {"[]", REFUSAL_JSON, "", "a list for a body"},
};

static void each_field_is_what_it_is_declared_to_be(void **state)
{
    (void)state;
    sealed_form_rows(&form, rows, sizeof rows / sizeof rows[0]);
}

static void what_is_sealed_is_compact_and_in_one_order(void **state)
{
    static const char body[] =
        P(" \"avoid\" : {\"places\":[\"la \\u00e9cole\"]}, \"families\":[\"road\",\"theft\"],\"french\":{\"read\":"
          "\"some\"}, \"fitness\":{\"triggers\":[\"pregnancy\",\"minor\"],\"result\":\"fit\"},\"transport\":[\"car\","
          "\"on_foot\"],\"home\":{\"lon\":-3063100,\"lat\":50632557,\"commune\":\"59350\"},\"learning_aim\":\"\","
          "\"driving_licence\":false,\"job\":{\"minutes_week\":60,"
          "\"slots\":[{\"to\":540,\"from\":480,\"weekday\":5}]}");
    static const char want[] =
        "{\"job\":{\"minutes_week\":60,\"slots\":[{\"weekday\":5,\"from\":480,\"to\":540,\"weeks\":\"every\"}]},"
        "\"availability\":[],\"commitments\":[],\"home\":{\"commune\":\"59350\",\"lat\":50632557,\"lon\":-3063100},"
        "\"transport\":[\"on_foot\",\"car\"],\"max_travel_minutes\":null,\"driving_licence\":false,\"languages\":[],"
        "\"french\":{\"spoken\":null,\"read\":\"some\"},\"skills\":[],\"learning_aim\":null,"
        "\"fitness\":{\"result\":\"fit\",\"limits\":null,\"until\":null,\"triggers\":[\"minor\",\"pregnancy\"]},"
        "\"families\":[\"theft\",\"road\"],\"avoid\":{\"cases\":[],\"hosts\":[],\"sites\":[],"
        "\"places\":[\"la \xc3\xa9" "cole\"]}}";

    (void)state;
    sealed_form_seals(&form, body, want);
}

static void bytes_that_are_no_profile_do_not_go_out(void **state)
{
    static const struct {
        const char *text;
        bool want;
        const char *why;
    } sealed[] = {
        {"{}", true, "of a day on which there were no fields yet"},
        {"{\"skills\":[\"a\"]}", true, "some fields"},
        {"{\"skills\":[\"a\"],\"x\":1}", false, "an unknown one"},
        {"{\"skills\":[\"a\"]", false, "cut off"},
        {"{\"skills\":[\"a\"]},{}", false, "something behind"},
        {"{\"skills\":[\"\xff\"]}", false, "not UTF-8"},
        {"{\"french\":{\"read\":\"x\"}}", false, "another word"},
        {"{\"family_name\":\"a\",\"first_names\":\"b\",\"birth_date\":\"2000-01-01\"}", false, "an identity"},
        {"{\"profile\":{}}", false, "a request"},
        {"[]", false, "a list"},
        {"", false, "nothing at all"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof sealed / sizeof sealed[0]; i++)
        sealed_form_goes_out(&form, sealed[i].text, sealed[i].want, sealed[i].why);
}

static void repeat(struct buf *b, const char *s, int n, const char *between)
{
    for (int i = 0; i < n; i++)
        buf_fmt(b, "%s%s", i == 0 ? "" : between, s);
}

static void repeat_line(struct buf *b, int characters, int lines)
{
    for (int i = 0; i < lines; i++) {
        buf_str(b, i == 0 ? "\"" : ",\"");
        repeat(b, "<", characters, "");
        buf_u8(b, '"');
    }
}

static void the_longest_profile_fits_into_a_record(void **state)
{
    struct buf body SCOPED_BUF;

    (void)state;
    buf_init(&body, 65536);
    buf_str(&body, "{\"profile\":{\"job\":{\"minutes_week\":4200,\"slots\":[");
    for (int i = 0; i < 42; i++)
        buf_fmt(&body, "%s{\"weekday\":%d,\"from\":%d,\"to\":%d,\"weeks\":\"every\"}", i == 0 ? "" : ",", i / 6 + 1,
                1000 + i % 6 * 50, 1000 + i % 6 * 50 + 50);
    buf_str(&body, "]},\"commitments\":[");
    repeat(&body, "{\"first\":\"2027-01-04\",\"last\":\"2027-01-17\",\"from\":1000,\"to\":1440}", 20, ",");
    buf_str(&body, "],\"languages\":[");
    repeat_line(&body, 40, 20);
    buf_str(&body, "],\"skills\":[");
    repeat_line(&body, 60, 20);
    buf_str(&body, "],\"learning_aim\":");
    repeat_line(&body, 500, 1);
    buf_str(&body, ",\"fitness\":{\"result\":\"fit_limits\",\"limits\":");
    repeat_line(&body, 500, 1);
    buf_str(&body, "},\"avoid\":{\"cases\":[");
    repeat(&body, ID, 20, ",");
    buf_str(&body, "],\"hosts\":[");
    repeat(&body, ID, 20, ",");
    buf_str(&body, "],\"sites\":[");
    repeat(&body, ID, 20, ",");
    buf_str(&body, "],\"places\":[");
    repeat_line(&body, 100, 20);
    buf_str(&body, "]}}}");
    sealed_form_fits(&form, &body, 30000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_field_is_what_it_is_declared_to_be),
        cmocka_unit_test(what_is_sealed_is_compact_and_in_one_order),
        cmocka_unit_test(bytes_that_are_no_profile_do_not_go_out),
        cmocka_unit_test(the_longest_profile_fits_into_a_record),
    };

    return cmocka_run_group_tests(tests, sealed_form_start, NULL);
}
