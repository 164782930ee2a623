//! The examination grid (C28): each answer is stored as it is given; what is not met stands in the letter.

use super::super::words::has_place;
use crate::{
    api::call,
    components::*,
    failure::Failure,
    form::Form,
    graph::{effect, memo, when_left},
    i18n::{fill, t},
    sheet::{Clashes, Keeper, SaveState, Sheet},
};
use chrono::{DateTime, Utc};
use forprev_core::{
    problem::Fault,
    request::{
        Request,
        grid::{Answer, GridItem},
        instruction::{GridAnswers, NewAnswer},
    },
    text::COMMENT_MAX,
};
use leptos::prelude::*;

/// A request, of which the grid is filled in.
#[derive(Clone)]
struct Examined(Request);

fn typed(item: &GridItem) -> NewAnswer {
    NewAnswer {
        item: item.code.clone(),
        answer: item.answer.map_or("", Answer::as_str).to_owned(),
        comment: item.comment.clone().unwrap_or_default(),
    }
}

/// The grid that these answers are of, as far as a check looks at it.
fn grid_of(answers: &[NewAnswer]) -> Vec<GridItem> {
    let item = |one: &NewAnswer| GridItem {
        code: one.item.clone(),
        section: String::new(),
        label: String::new(),
        answer: None,
        comment: None,
    };
    answers.iter().map(item).collect()
}

/// What is wrong with one answer, with the pointers of a list that holds it alone.
fn wrong(one: &NewAnswer) -> Vec<Fault> {
    let alone = GridAnswers { answers: vec![one.clone()] };
    alone.check(&grid_of(&alone.answers))
}

/// What is wrong, each at its place; nothing of items that nobody has looked at.
fn check(all: &[NewAnswer]) -> Vec<Fault> {
    let mut found = Vec::new();
    for (index, one) in all.iter().enumerate().filter(|(_, one)| !is_blank(one)) {
        found.extend(wrong(one).into_iter().map(|fault| {
            let field = fault.pointer.rsplit('/').next().unwrap_or_default().to_owned();
            fault.at(format!("/answers/{index}/{field}"))
        }));
    }
    found
}

fn is_blank(one: &NewAnswer) -> bool {
    one.answer.is_empty() && one.comment.trim().is_empty()
}

impl Sheet for Examined {
    type Content = Vec<NewAnswer>;
    type Part = usize;

    fn draft(&self) -> String {
        format!("request-grid/{}", self.0.id)
    }

    fn content(&self) -> Self::Content {
        self.0.grid.iter().map(typed).collect()
    }

    fn saved_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }

    fn is_open(&self) -> bool {
        self.0.actions.examine.allowed
    }

    fn differing(before: &Self::Content, after: &Self::Content) -> Vec<usize> {
        let differs = |(index, one): (usize, &NewAnswer)| {
            let other = before.get(index);
            let same = other.is_some_and(|other| {
                other.answer == one.answer && other.comment.trim() == one.comment.trim()
            });
            (!same).then_some(index)
        };
        after.iter().enumerate().filter_map(differs).collect()
    }

    fn take(part: usize, from: &Self::Content, into: &mut Self::Content) {
        if let (Some(from), Some(into)) = (from.get(part), into.get_mut(part)) {
            *into = from.clone();
        }
    }

    fn sendable(typed: &Self::Content, stored: &Self::Content, _half_typed: bool) -> Self::Content {
        let one = |(index, one): (usize, &NewAnswer)| {
            if wrong(one).is_empty() { Some(one.clone()) } else { stored.get(index).cloned() }
        };
        typed.iter().enumerate().filter_map(one).collect()
    }

    fn adopt(&self, _typed: &mut Self::Content) {}

    async fn fetch(&self) -> Result<Self, Failure> {
        let id = self.0.id;
        call(async |client| client.get_request(id).await).await.map(Self)
    }

    async fn store(&self, parts: Vec<usize>, content: Self::Content) -> Result<Self, Failure> {
        let (id, version) = (self.0.id, self.0.version);
        let answers = parts.into_iter().filter_map(|part| content.get(part).cloned()).collect();
        let body = GridAnswers { answers };
        call(async |client| client.answer_grid(id, version, &body).await).await.map(Self)
    }
}

/// The grid: to fill in by who instructs, to read by the others.
#[component]
pub(super) fn Grid(request: Signal<Request>, changed: Callback<Request>) -> impl IntoView {
    let words = t().desk;
    let has = memo(move || request.with(|one| !one.grid.is_empty() && one.state.stage() >= Some(2)));
    let fills = memo(move || request.with(|one| has_place(&one.actions.examine)));
    let content = move || {
        if fills.get() {
            view! { <Fill request=request changed=changed/> }.into_any()
        } else {
            view! { <Read request=request/> }.into_any()
        }
    };
    view! {
        <Show when=move || has.get()>
            <section class="stack" aria-labelledby="grid">
                <h2 id="grid">{words.grid}</h2>
                {content}
            </section>
        </Show>
    }
}

/// The items under the section that they stand in, each with its place in the grid.
fn sections(grid: &[GridItem]) -> Vec<(String, Vec<(usize, GridItem)>)> {
    let mut found: Vec<(String, Vec<(usize, GridItem)>)> = Vec::new();
    for (index, item) in grid.iter().enumerate() {
        match found.iter_mut().find(|(section, _)| *section == item.section) {
            Some((_, items)) => items.push((index, item.clone())),
            None => found.push((item.section.clone(), vec![(index, item.clone())])),
        }
    }
    found
}

fn answer_name(answer: Option<Answer>) -> &'static str {
    let words = t().desk;
    match answer {
        Some(Answer::Conforme) => words.grid_met,
        Some(Answer::NonConforme) => words.grid_unmet,
        Some(Answer::SansObjet) => words.grid_none,
        None => words.grid_unanswered,
    }
}

#[component]
fn Fill(request: Signal<Request>, changed: Callback<Request>) -> impl IntoView {
    let words = t().desk;
    let held = RwSignal::new(Examined(request.get_untracked()));
    let keeper = Keeper::new(held, |all: &Vec<NewAnswer>| check(all));
    // What was stored here is shown elsewhere on the page, and what was done elsewhere counts here.
    effect(move || {
        let stored = held.with(|one| one.0.clone());
        if stored.version > request.with_untracked(|one| one.version) {
            changed.run(stored);
        }
    });
    effect(move || {
        let latest = request.get();
        if latest.version > held.with_untracked(|one| one.0.version) {
            keeper.take(Examined(latest));
        }
    });
    let stored = memo(move || keeper.is_stored());
    let wrong = memo(move || keeper.form.value().with(|all| !check(all).is_empty()));
    let progress = memo(move || {
        keeper.form.value().with(|all| {
            let done = all.iter().filter(|one| !one.answer.is_empty()).count();
            let values = [("done", done.to_string()), ("all", all.len().to_string())];
            fill(words.grid_progress, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
        })
    });
    let told = Callback::new(move |part: usize| {
        held.with(|one| {
            let item = one.0.grid.get(part);
            let label = item.map(|item| item.label.clone()).unwrap_or_default();
            (label, answer_name(item.and_then(|item| item.answer)).to_owned())
        })
    });
    let sections = request.with_untracked(|one| sections(&one.grid));
    let sections = sections.into_iter().map(|(section, items)| {
        let items =
            items.into_iter().map(|(index, item)| view! { <Item keeper=keeper index=index item=item/> });
        view! {
            <div class="card">
                <h3>{section}</h3>
                {items.collect_view()}
            </div>
        }
    });
    view! {
        <p class="muted">{words.grid_help}</p>
        <div class="row-apart">
            <p class="number">{progress}</p>
            <SaveState status=keeper.status stored=stored.into() wrong=wrong.into()/>
        </div>
        <Clashes keeper=keeper told=told/>
        {sections.collect_view()}
    }
}

#[component]
fn Item(keeper: Keeper<Examined>, index: usize, item: GridItem) -> impl IntoView {
    let words = t().desk;
    let form: Form<Vec<NewAnswer>> = keeper.form;
    let answer = form.bind(
        format!("/answers/{index}/answer"),
        move |all: &Vec<NewAnswer>| all.get(index).map(|one| one.answer.clone()).unwrap_or_default(),
        move |all: &mut Vec<NewAnswer>, text: String| {
            if let Some(one) = all.get_mut(index) {
                one.answer = text;
            }
        },
    );
    let comment = form.bind(
        format!("/answers/{index}/comment"),
        move |all: &Vec<NewAnswer>| all.get(index).map(|one| one.comment.clone()).unwrap_or_default(),
        move |all: &mut Vec<NewAnswer>, text: String| {
            if let Some(one) = all.get_mut(index) {
                one.comment = text;
            }
        },
    );
    let choices = [Answer::Conforme, Answer::NonConforme, Answer::SansObjet]
        .map(|one| Choice::new(one.as_str(), answer_name(Some(one))))
        .to_vec();
    let unmet = memo(move || answer.get() == Answer::NonConforme.as_str());
    // Of what is met nothing needs to be said; what was said stays in sight.
    let asked = memo(move || unmet.get() || !comment.get().is_empty());
    let label = Signal::derive(move || if unmet.get() { words.grid_why } else { words.grid_note }.to_owned());
    view! {
        <div class="stack-tight" on:focusout=when_left(move || keeper.save())>
            <RadioGroup bind=answer label=item.label choices=choices inline=true/>
            <Show when=move || asked.get()>
                <Textarea bind=comment label=label limit=COMMENT_MAX/>
            </Show>
        </div>
    }
}

#[component]
fn Read(request: Signal<Request>) -> impl IntoView {
    let sections = move || {
        let sections = request.with(|one| sections(&one.grid));
        let one = |(section, items): (String, Vec<(usize, GridItem)>)| {
            let lines = items.into_iter().map(|(_, item)| {
                let (tone, icon) = match item.answer {
                    Some(Answer::Conforme) => (Tone::Good, outline::CHECK),
                    Some(Answer::NonConforme) => (Tone::Bad, outline::X),
                    _ => (Tone::Plain, outline::INFO),
                };
                let name = answer_name(item.answer);
                let comment = item.comment.map(|text| view! { <p class="comment">{text}</p> });
                view! {
                    <li>
                        <p>{item.label} " " <Badge tone=tone icon=icon>{name}</Badge></p>
                        {comment}
                    </li>
                }
            });
            view! {
                <div class="card">
                    <h3>{section}</h3>
                    <ul class="plain-list">{lines.collect_view()}</ul>
                </div>
            }
        };
        sections.into_iter().map(one).collect_view()
    };
    view! { {sections} }
}
