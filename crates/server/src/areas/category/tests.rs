//! The built-in taxonomy in a database in memory, asked as sellers do.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use gostiny_wire::{
    category::{
        CategoryAttributeType, CategoryAttributeV3Request, CategoryAttributeValuesV2Request, CategoryTreeV2Request,
        Language,
    },
    scalar::{AttributeId, CategoryId, ClientId, DictionaryId, ValueId},
};

use super::*;
use crate::{
    call::{Call, World},
    chance::Chance,
    clock::{Clock, Mode},
    error::{Error, Result},
    files::Files,
    store::{Db, DbUrl},
};

async fn with_taxonomy<F>(body: F)
where
    F: for<'a> Fn(&'a mut Call) -> BoxFuture<'a, Result<()>> + Send + Sync + 'static,
{
    let db = Arc::new(Db::open(&DbUrl::Memory).await.unwrap());
    let world = World {
        db,
        clock: Arc::new(Clock::new(Mode::Manual, None)),
        chance: Chance::seeded(1),
        files: Files::in_memory(),
        newest: Arc::default(),
    };
    let body = Arc::new(body);
    let run = world.write(ClientId(0), move |call| {
        let body = body.clone();
        Box::pin(async move {
            load(call).await?;
            body(call).await
        })
    });
    run.await.unwrap();
}

const CASES: CategoryId = CategoryId(17_036_076);

#[tokio::test]
async fn a_branch_is_part_of_the_tree() {
    with_taxonomy(|call| {
        Box::pin(async move {
            let ask = |id, language| CategoryTreeV2Request { category_id: CategoryId(id), language };
            let whole = tree::v2(call, &ask(0, Language::Default)).await?.result;
            assert_eq!((whole.len(), whole[0].title.as_str()), (10, "Электроника"));
            let branch = tree::v2(call, &ask(17_029_162, Language::Default)).await?.result;
            assert_eq!(whole[0].children[1], branch[0]);
            let leaf = tree::v2(call, &ask(CASES.0, Language::En)).await?.result;
            assert_eq!((leaf[0].title.as_str(), leaf[0].children.len()), ("Tablet cases", 0));
            assert!(matches!(tree::v2(call, &ask(5, Language::Ru)).await, Err(Error::NotFound(_))));
            assert_eq!(tree::find(call, CASES).await?.map(|category| category.commission.fbs), Some(1550));
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn attributes_are_those_of_a_leaf() {
    with_taxonomy(|call| {
        Box::pin(async move {
            let ask = |ids: &[CategoryId], attribute_type| CategoryAttributeV3Request {
                attribute_type,
                category_id: ids.to_vec(),
                language: Language::En,
            };
            let all = attribute::v3(call, &ask(&[CASES, CASES], CategoryAttributeType::All)).await?.result;
            assert_eq!((all.len(), all[0].attributes.len(), all[0].attributes[0].name.as_str()), (1, 11, "Brand"));
            let required = attribute::v3(call, &ask(&[CASES], CategoryAttributeType::Required)).await?.result;
            assert_eq!(required[0].attributes.iter().map(|one| one.id.0).collect::<Vec<_>>(), [85]);
            let optional = attribute::v3(call, &ask(&[CASES], CategoryAttributeType::Optional)).await?.result;
            assert_eq!(optional[0].attributes.len(), 10);
            let node = ask(&[CategoryId(17_029_162)], CategoryAttributeType::All);
            assert!(matches!(attribute::v3(call, &node).await, Err(Error::BadRequest(_))));
            assert!(matches!(
                attribute::v3(call, &ask(&[], CategoryAttributeType::All)).await,
                Err(Error::Invalid { .. })
            ));
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn a_dictionary_is_paged_to_its_end() {
    with_taxonomy(|call| {
        Box::pin(async move {
            let ask = |attribute, last, limit| CategoryAttributeValuesV2Request {
                attribute_id: AttributeId(attribute),
                category_id: CASES,
                last_value_id: ValueId(last),
                limit,
                ..CategoryAttributeValuesV2Request::default()
            };
            let (mut last, mut seen) = (0, Vec::new());
            loop {
                let page = value::v2(call, &ask(85, last, 500)).await?;
                seen.extend(page.result.iter().map(|value| value.id.0));
                last = seen.last().copied().unwrap();
                if !page.has_next {
                    break;
                }
            }
            assert!(seen.len() == 2_261 && seen.is_sorted(), "{}", seen.len());
            let types = value::v2(call, &ask(8229, 0, 5)).await?;
            assert_eq!(types.result.iter().map(|value| value.id.0).collect::<Vec<_>>(), [94_405, 94_422]);
            let rest = value::v2(call, &ask(8229, 94_405, 1)).await?;
            assert!(rest.result.len() == 1 && !rest.has_next);
            assert!(matches!(value::v2(call, &ask(9048, 0, 5)).await, Err(Error::BadRequest(_))));
            assert!(matches!(value::v2(call, &ask(5433, 0, 5)).await, Err(Error::NotFound(_))));
            assert!(matches!(value::v2(call, &ask(85, 0, 5001)).await, Err(Error::Invalid { .. })));
            let colours = DictionaryId(28_103);
            let texts = [" БЕЛЫЙ ", "White"].map(|text| (colours, text_key(text)));
            let wanted = texts.iter().cloned().chain([(colours, "нет".to_owned())]).collect();
            let found = ids_by_text(call, &wanted).await?;
            assert_eq!(texts.each_ref().map(|text| found.get(text)), [Some(&vec![ValueId(61_503)]); 2]);
            assert_eq!(found.len(), 2);
            // A world from before there were keys finds them once they are made.
            call.tx.run("update dictionary_value set key_ru = '', key_en = ''", &[]).await?;
            assert!(ids_by_text(call, &wanted).await?.is_empty());
            make_keys(call).await?;
            assert_eq!(ids_by_text(call, &wanted).await?, found);
            Ok(())
        })
    })
    .await;
}
