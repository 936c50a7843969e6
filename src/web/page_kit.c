/* SPDX-License-Identifier: EUPL-1.2 */
/* Each sentence says what a rule says, whose id stands beside it; what is of this post and of today is put in. A
 * sentence with something of the post in it is made in a buffer first and goes through the escape whole. */
#include <string.h>

#include "domain/place.h"
#include "web/html.h"
#include "web/page_kit.h"

#include "base/banned.h"

#define NB PHRASE_NB
#define LINE 16384

struct kit {
    struct buf *b;
    struct buf line; /* of the sentence that is being made */
    const struct read_kit_out *of;
    const struct post_sheet *sheet;
    bool minors;
};

static void put(const struct kit *k, const char *element, const char *text)
{
    html_put(k->b, element, text);
}

/* The sentence that was made. */
static void put_line(struct kit *k, const char *element)
{
    put(k, element, buf_cstr(&k->line));
    buf_reset(&k->line);
}

/* "what : text", where there is a text. */
static void put_said(struct kit *k, const char *what, const char *text)
{
    if (text[0] == '\0')
        return;
    buf_fmt(&k->line, "%s" NB ": %s", what, text);
    put_line(k, "li");
}

static void say_days(struct kit *k, const struct day *first, const struct day *last)
{
    if (day_compare(first, last) == 0) {
        buf_str(&k->line, "Le ");
        phrase_date(&k->line, day_number(first));
        return;
    }
    buf_str(&k->line, "Du ");
    phrase_date(&k->line, day_number(first));
    buf_str(&k->line, " au ");
    phrase_date(&k->line, day_number(last));
}

static void put_head(struct kit *k)
{
    const struct post *p = &k->sheet->post;

    put(k, "h1", "Livret du tuteur");
    buf_fmt(&k->line, "%s, %s", p->title, p->host_name);
    put_line(k, "p");
    buf_fmt(&k->line, "%s, %s. Public" NB ": %s. À jour au ", p->site_name, p->commune,
            k->minors ? "mineurs" : "majeurs");
    phrase_date(&k->line, k->of->today);
    buf_u8(&k->line, '.');
    put_line(k, "p");
    if (strcmp(p->state, "inscribed") != 0) /* H-15, H-18 */
        put(k, "p", strcmp(p->state, "suspended") == 0
                        ? "Le poste est suspendu" NB ": personne ne peut y être affecté pour le moment."
                        : "Le poste n’est pas sur la liste du département" NB ": personne ne peut y être affecté.");
}

/* H-16, H-17 */
static void put_work(struct kit *k)
{
    const struct post_sheet *s = k->sheet;

    put(k, "h2", "Le travail");
    html_put_lines(k->b, "p", s->nature);
    html_put_lines(k->b, "p", s->manner);
    html_put_lines(k->b, "p", s->learning);
    html_open(k->b, "ul");
    buf_str(&k->line, "Accueil en même temps" NB ": ");
    phrase_count(&k->line, s->post.places, "personne", "personnes");
    put_line(k, "li");
    for (size_t i = 0; i < s->needs; i++)
        put_said(k, "Nécessaire", word_label(WORD_NEED, s->need[i]));
    put_said(k, "Équipement de protection", s->protection);
    put_said(k, "Tenue", s->dress);
    put_said(k, "Repas", s->meals);
    html_close(k->b, "ul");
}

/* H-16, H-20, S-09, C-11 */
static void put_people(struct kit *k)
{
    const struct post_sheet *s = k->sheet;

    put(k, "h2", "Qui encadre");
    if (uuid_is_nil(&s->in_charge)) {
        put(k, "p", "La structure désigne la personne en charge avant le premier jour.");
    } else {
        buf_fmt(&k->line, "%s%s%s%s%s", s->in_charge_name, s->in_charge_function[0] != '\0' ? ", " : "",
                s->in_charge_function, s->in_charge_phone[0] != '\0' ? ", " : "", s->in_charge_phone);
        put_line(k, "p");
    }
    if (k->of->post->absences == 0)
        return;
    put(k, "p", "Absences prévues" NB ":");
    html_open(k->b, "ul");
    for (size_t i = 0; i < k->of->post->absences; i++) {
        const struct absence *a = &k->of->post->absence[i];

        say_days(k, &a->first, &a->last);
        if (uuid_is_nil(&a->stand_in))
            buf_str(&k->line, NB ": personne ne remplace, il n’y a pas de séance");
        else
            buf_fmt(&k->line, NB ": %s remplace", a->stand_in_name);
        put_line(k, "li");
    }
    html_close(k->b, "ul");
}

static void put_slot(struct kit *k, const struct slot *s)
{
    buf_fmt(&k->line, "Le %s de ", phrase_weekday(s->weekday));
    phrase_clock(&k->line, s->from_min);
    buf_str(&k->line, " à ");
    phrase_clock(&k->line, s->to_min);
    if (s->weeks != SLOT_EVERY)
        buf_fmt(&k->line, ", semaines %s", s->weeks == SLOT_EVEN ? "paires" : "impaires");
    put_line(k, "li");
}

static void put_times(struct kit *k)
{
    const struct post *p = &k->sheet->post;

    put(k, "h2", "Horaires du poste");
    html_open(k->b, "ul");
    for (size_t i = 0; i < p->slots; i++)
        put_slot(k, &p->slot[i]);
    put(k, "li", "Pas de séance les jours fériés");
    for (size_t i = 0; i < k->of->post->closures; i++) {
        say_days(k, &k->of->post->closure[i].first, &k->of->post->closure[i].last);
        buf_str(&k->line, NB ": fermé");
        put_line(k, "li");
    }
    html_close(k->b, "ul");
    /* S-08 */
    put(k, "p", "Chaque personne a ses propres horaires, parmi ceux-ci" NB ": la décision d’affectation les fixe.");
}

static bool needs_examination(const struct kit *k)
{
    const struct post *p = &k->sheet->post;
    bool night = false;

    for (size_t i = 0; i < p->slots; i++)
        night = night || slot_is_night(&p->slot[i]);
    return k->minors || night || k->sheet->special_risk || k->sheet->care_setting;
}

static void put_before(struct kit *k)
{
    put(k, "h2", "Avant le premier jour");
    html_open(k->b, "ol");
    /* S-07 */
    put(k, "li", k->minors ? "Vous rencontrez la personne avec son éducateur. Les règles sont expliquées. La structure "
                             "peut refuser l’accueil."
                           : "Vous rencontrez la personne avec le service pénitentiaire d’insertion et de probation "
                             "(SPIP). Les règles sont expliquées. La structure peut refuser l’accueil.");
    /* S-08 */
    put(k, "li", "La structure et la personne reçoivent la décision d’affectation. Le travail ne commence pas sans "
                 "elle.");
    /* W-05 */
    put(k, "li", needs_examination(k)
                     ? "Sur ce poste, un examen médical a lieu avant le travail. Le service s’en occupe."
                     : "Dans certains cas, un examen médical a lieu avant le travail. Le service s’en occupe.");
    /* W-06, table 6a */
    put(k, "li", "De la santé de la personne, vous apprenez seulement les limites à respecter.");
    html_close(k->b, "ol");
    /* W-02 */
    put(k, "p", "Le premier jour et ensuite, les règles du travail s’appliquent" NB ": hygiène, sécurité, travail de "
                "nuit, travail des femmes et des jeunes.");
}

/* S-10, and the two steps of a line of hours */
static void put_hours(struct kit *k)
{
    put(k, "h2", "Les heures");
    html_open(k->b, "ul");
    put(k, "li", "Le service fournit la feuille d’heures. La personne la signe, vous la vérifiez, elle revient au "
                 "service.");
    put(k, "li", "Déclarez ce qui s’est passé. Le service valide les heures.");
    html_close(k->b, "ul");
}

/* W-03 or W-04: hours of a day and a week, and of the rest between two days */
static void put_labour(struct kit *k, const struct matching_labour *l)
{
    buf_str(&k->line, k->minors ? "Mineurs" NB ": au plus " : "Sans emploi" NB ": au plus ");
    phrase_duration(&k->line, l->day_min);
    buf_str(&k->line, " par jour et ");
    phrase_duration(&k->line, l->week_min);
    buf_str(&k->line, " par semaine, ");
    phrase_duration(&k->line, l->rest_min);
    buf_str(&k->line, " de repos entre deux jours");
    put_line(k, "li");
    if (!k->minors)
        return;
    buf_str(&k->line, "Une pause de ");
    phrase_duration(&k->line, l->break_min);
    buf_str(&k->line, " après ");
    phrase_duration(&k->line, l->unbroken_min);
    buf_str(&k->line, " de travail");
    put_line(k, "li");
    put(k, "li", "Jamais entre 22" NB "h et 6" NB "h, et deux jours de repos d’affilée par semaine");
}

static void put_limits(struct kit *k)
{
    const struct matching_law *law = &k->of->law;

    put(k, "h2", "Durée du travail");
    html_open(k->b, "ul");
    /* W-01 */
    buf_str(&k->line, "Avec un emploi" NB ": au plus ");
    phrase_duration(&k->line, law->legal_week_min + law->over_min);
    buf_str(&k->line, " par semaine, emploi et travail d’intérêt général ensemble");
    put_line(k, "li");
    put_labour(k, k->minors ? &law->minor : &law->adult);
    html_close(k->b, "ul");
}

static void put_trouble(struct kit *k)
{
    put(k, "h2", "Absence, retard, incident");
    put(k, "p", "Prévenez le service sans délai."); /* S-11 */
    put(k, "h2", "Accident");
    html_open(k->b, "ul");
    /* W-09, W-07, W-10 */
    put(k, "li", "Prévenez le service tout de suite, aussi pour un accident de trajet. L’administration fait la "
                 "déclaration.");
    put(k, "li", "La personne est couverte pour les accidents du travail et de trajet.");
    put(k, "li", "L’État répond des dommages que le travail cause directement à autrui.");
    html_close(k->b, "ul");
    put(k, "h2", "Danger ou faute grave");
    html_open(k->b, "ul");
    /* S-12, H-18, table of section 2 */
    put(k, "li", "En cas de danger immédiat ou de faute grave, arrêtez le travail et prévenez le service sans délai.");
    put(k, "li", "La structure peut suspendre le poste. Elle peut mettre fin à un accueil après l’avoir dit au "
                 "service.");
    html_close(k->b, "ul");
}

static void put_end(struct kit *k)
{
    const char *insee = k->sheet->post.insee;

    put(k, "h2", "À la fin");
    put(k, "p", "La structure remet une attestation au service et à la personne."); /* S-14 */
    put(k, "h2", "Ce que la structure n’apprend pas");
    /* table 6a, P-03 */
    put(k, "p", "Ni l’infraction, ni le jugement, ni les rapports du service" NB ": ne les demandez pas à la personne. "
                "Son nom et son téléphone sont connus après votre accord, et ne le sont plus une fois l’accueil "
                "terminé.");
    put(k, "h2", "Qui appeler");
    html_open(k->b, "ul");
    put(k, "li", "Pour une personne accueillie" NB ": le service qui la suit.");
    /* one mailbox of the référents in each département, three digits of it overseas */
    buf_fmt(&k->line, "Pour le poste et pour toute question" NB ": le référent territorial du travail d’intérêt "
            "général, referent.tig.%.*s@justice.fr", strncmp(insee, "97", 2) == 0 ? PLACE_DEPARTEMENT : 2, insee);
    put_line(k, "li");
    html_close(k->b, "ul");
}

void page_kit_put(struct buf *b, const struct read_kit_out *kit)
{
    struct kit k = {.b = b, .of = kit, .sheet = &kit->post->sheet,
                    .minors = strcmp(kit->post->sheet.post.public, "minors") == 0};

    buf_init(&k.line, LINE);
    buf_fmt(&k.line, "Livret du tuteur" NB ": %s", k.sheet->post.title);
    html_begin(b, buf_cstr(&k.line));
    buf_reset(&k.line);
    put_head(&k);
    put_work(&k);
    put_people(&k);
    put_times(&k);
    put_before(&k);
    put_hours(&k);
    put_limits(&k);
    put_trouble(&k);
    put_end(&k);
    html_end(b);
    buf_release(&k.line);
}
